/** Rows of one job: few enough that a lost worker costs little, many enough that the queue is not the work. */
const LARGEST_BATCH = 20

/** Cuts the rows of a run into batches, in order. Small runs get small batches, so that all workers have some at once. */
export function partitionRows(rowIds: readonly number[], workers = 8): number[][] {
  const size = Math.max(1, Math.min(LARGEST_BATCH, Math.ceil(rowIds.length / workers)))
  const batches: number[][] = []
  for (let start = 0; start < rowIds.length; start += size) batches.push(rowIds.slice(start, start + size))
  return batches
}
