import type { GridSelection, Rectangle } from '@glideapps/glide-data-grid'

/** Rows, both ends included, with the columns that are marked in each of them. */
interface Band {
  first: number
  last: number
  columns: readonly number[]
}

/** The range with the focus is the last. */
export function rangesOf({ current }: GridSelection): Rectangle[] {
  return current ? [...current.rangeStack, current.range] : []
}

/**
 * What several ranges mark together, from top to bottom. They may overlap; no cell is in two bands. A range that
 * reaches the place below the last row has no cells there.
 */
export function bandsOf(marked: readonly Rectangle[], total: number): Band[] {
  const ranges = marked.map((range) =>
    range.y < total ? { ...range, height: Math.min(range.height, total - range.y) } : range,
  )
  const edges = [...new Set(ranges.flatMap(({ y, height }) => [y, y + height]))].sort((a, b) => a - b)
  const bands: Band[] = []
  for (const [at, first] of edges.entries()) {
    const here = ranges.filter(({ y, height }) => y <= first && first < y + height)
    const columns = [
      ...new Set(here.flatMap(({ x, width }) => Array.from({ length: width }, (_, index) => x + index))),
    ].sort((a, b) => a - b)
    const end = edges[at + 1]
    if (columns.length === 0 || end === undefined) continue
    const above = bands.at(-1)
    if (above?.last === first - 1 && String(above.columns) === String(columns)) above.last = end - 1
    else bands.push({ first, last: end - 1, columns })
  }
  return bands
}

export function cellsIn(bands: readonly Band[]): number {
  return bands.reduce((sum, { first, last, columns }) => sum + (last - first + 1) * columns.length, 0)
}
