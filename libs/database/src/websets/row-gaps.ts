import type { Tx } from '../database.ts'

/** Ids per block of `row_gaps`. */
export const BLOCK = 1000

/** A block of ids (`block * 1000 + 1` and the next 999) with rows in the trash. */
export interface Gap {
  block: number
  deleted: number
}

/** A part of the list: ids from `low` to `high`, of whose rows `skip` are passed over and `take` are taken. */
export interface Stretch {
  low: number
  high: number
  skip: number
  take: number
}

/**
 * Where a window of the unsorted list is. Ids begin at 1 and have no gaps but rows in the trash; `gaps` are in order.
 * A block without gaps is a range of ids, so that its rows are not counted.
 */
export function stretchesOf(gaps: readonly Gap[], lastRowId: number, offset: number, limit: number): Stretch[] {
  const found: Stretch[] = []
  let [place, missing] = [offset, limit]
  const pass = (low: number, high: number, deleted: number): void => {
    const rows = high - low + 1 - deleted
    if (rows <= 0 || missing === 0) return
    if (place >= rows) {
      place -= rows
      return
    }
    const take = Math.min(missing, rows - place)
    found.push(
      deleted === 0
        ? { low: low + place, high: low + place + take - 1, skip: 0, take }
        : { low, high, skip: place, take },
    )
    missing -= take
    place = 0
  }
  let next = 1
  for (const { block, deleted } of gaps) {
    const low = block * BLOCK + 1
    pass(next, low - 1, 0)
    next = Math.min(low + BLOCK, lastRowId + 1)
    pass(low, next - 1, deleted)
  }
  pass(next, lastRowId, 0)
  return found
}

export interface ListMoment {
  version: number
  rowsVersion: number
  rows: number
  lastRowId: number
  gaps: Gap[]
}

/** What leads from a place in the unsorted list to its row, all of one moment. */
export async function listMoment(tx: Tx, websetId: string): Promise<ListMoment> {
  const [found] = await tx.prepared<Omit<ListMoment, 'gaps'> & { deleted: number; blocks: number[]; counts: number[] }>(
    `select w.version, w.rows_version as "rowsVersion", w.row_count as rows, w.deleted_rows as deleted,
       w.next_row_id - 1 as "lastRowId",
       array(select block from row_gaps g where g.webset_id = w.id and g.deleted <> 0 order by block) as blocks,
       array(select deleted from row_gaps g where g.webset_id = w.id and g.deleted <> 0 order by block) as counts
     from websets w
     where w.id = $1`,
    [websetId],
  )
  if (!found) throw new Error('The webset of this list does not exist.')
  const { deleted, blocks, counts, ...moment } = found
  if (counts.reduce((sum, count) => sum + count, 0) === deleted)
    return { ...moment, gaps: blocks.map((block, at) => ({ block, deleted: counts[at]! })) }
  await recountGaps(tx, websetId)
  return listMoment(tx, websetId)
}

/**
 * Adds to the counts, or takes from them, after the webset's own counts were changed: the webset's row is locked then,
 * so that no other writer and no recount comes between.
 */
export async function countGaps(tx: Tx, websetId: string, blocks: readonly Gap[]): Promise<void> {
  await tx.query(
    `insert into row_gaps (workspace_id, webset_id, block, deleted)
     select $1, $2, b.block, b.deleted
     from unnest($3::bigint[], $4::integer[]) as b (block, deleted)
     on conflict (workspace_id, webset_id, block) do update set deleted = row_gaps.deleted + excluded.deleted`,
    [tx.workspaceId, websetId, blocks.map(({ block }) => block), blocks.map(({ deleted }) => deleted)],
  )
}

/** The counts do not add up, because something else moved rows into the trash or out of it. */
async function recountGaps(tx: Tx, websetId: string): Promise<void> {
  await tx.query('select from websets where id = $1 for update', [websetId])
  await tx.query('delete from row_gaps where webset_id = $1', [websetId])
  await tx.query(
    `with counted as (
       insert into row_gaps (workspace_id, webset_id, block, deleted)
       select $1, $2, (id - 1) / ${BLOCK}, count(*)
       from rows
       where webset_id = $2 and deleted_at is not null
       group by 3
       returning deleted
     )
     update websets
     set deleted_rows = (select coalesce(sum(deleted), 0) from counted)
     where id = $2`,
    [tx.workspaceId, websetId],
  )
}
