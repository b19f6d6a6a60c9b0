import type { Tx } from '../database.ts'
import { NO_ROWS, type IdRanges } from './id-ranges.ts'
import { BLOCK, countGaps } from './row-gaps.ts'

/** More rows than this are not named one by one in events. */
const NAMED_ROWS = 1000

export interface MovedRows {
  count: number
  ranges: IdRanges
  /** Null: too many to name. */
  ids: number[] | null
}

/**
 * The rows of a set, range by range. The subselect is no part of a join that the planner could turn round: without
 * statistics (a fresh import) it would compare each row of the webset with each range.
 */
export const inRanges = (
  columns: string,
  condition: string,
  at = { webset: '$1', ranges: '$2' },
) => `unnest(${at.ranges}::int8multirange) m
  cross join lateral (
    select ${columns}
    from rows
    where webset_id = ${at.webset} and id >= lower(m) and id < upper(m) and ${condition}
  ) r`

/**
 * Moves rows into the trash or out of it, as one statement for any number. Returns which really moved.
 * @param except rows that stay where they are
 */
export async function setDeleted(
  tx: Tx,
  websetId: string,
  ranges: IdRanges,
  deleted: boolean,
  except: readonly number[] = [],
): Promise<MovedRows> {
  // In the order of ids, as every writer locks rows. Written so that the index of the trash is not read for each range.
  const isWhereItWas = `num_nulls(deleted_at) = ${deleted ? 1 : 0}`
  const [moved] = await tx.query<{ ranges: string; ids: number[] | null; blocks: number[]; counts: number[] }>(
    `with locked as materialized (
       select r.id
       from ${inRanges('id', `${isWhereItWas} and id <> all ($3::bigint[]) order by id for update`)}
     ),
     moved as (
       update rows
       set deleted_at = ${deleted ? 'now()' : 'null'}
       where webset_id = $1 and id = any (array(select id from locked))
       returning id
     ),
     blocks as (select (id - 1) / ${BLOCK} as block, count(*) as count from moved group by 1)
     select coalesce(range_agg(int8range(id, id, '[]')), '{}')::text as ranges,
       case when count(*) <= ${NAMED_ROWS} then array_agg(id order by id) end as ids,
       array(select block from blocks order by block) as blocks,
       array(select count from blocks order by block) as counts
     from moved`,
    [websetId, ranges, except],
  )
  const { ranges: really, ids, blocks, counts } = moved!
  const count = counts.reduce((sum, one) => sum + one, 0)
  const sign = deleted ? 1 : -1
  if (count) {
    await tx.query('update websets set row_count = row_count - $2, deleted_rows = deleted_rows + $2 where id = $1', [
      websetId,
      sign * count,
    ])
    await countGaps(
      tx,
      websetId,
      blocks.map((block, at) => ({ block, deleted: sign * counts[at]! })),
    )
  }
  return { count, ranges: really as IdRanges, ids: count ? ids : [] }
}

/** All rows in the trash. */
export async function trashed(tx: Tx, websetId: string): Promise<IdRanges> {
  const [found] = await tx.query<{ ranges: IdRanges }>(
    `select coalesce(range_agg(int8range(id, id, '[]')), '{}')::text as ranges
     from rows
     where webset_id = $1 and deleted_at is not null`,
    [websetId],
  )
  return found?.ranges ?? NO_ROWS
}

/** The first rows of a set, without those in the trash. */
export async function idsInRanges(tx: Tx, websetId: string, ranges: IdRanges, limit: number): Promise<number[]> {
  const found = await tx.query<{ id: number }>(
    `select r.id from ${inRanges('id', 'deleted_at is null offset 0')} order by r.id limit $3`,
    [websetId, ranges, limit],
  )
  return found.map(({ id }) => id)
}

/** The rows of a set in the order of ids, some at a time, without those in the trash when it begins. */
export async function* eachInRanges(
  tx: Tx,
  websetId: string,
  ranges: IdRanges,
  atOnce: number,
): AsyncGenerator<number[]> {
  await tx.query(
    `declare rows_of_set no scroll cursor for
     select r.id from ${inRanges('id', 'deleted_at is null offset 0')} order by r.id`,
    [websetId, ranges],
  )
  for (;;) {
    const found = await tx.query<{ id: number }>(`fetch ${atOnce} from rows_of_set`)
    if (found.length === 0) break
    yield found.map(({ id }) => id)
  }
  await tx.query('close rows_of_set')
}

/** Locks the rows that an action changed cells of, in the order of ids: many are then written in any order. */
export async function lockOfAction(tx: Tx, websetId: string, actionId: string): Promise<void> {
  await tx.query(
    `select count(*)
     from (
       select
       from rows
       where webset_id = $1 and id = any (array(select distinct row_id from changes where action_id = $2))
       order by id
       for update
     ) locked`,
    [websetId, actionId],
  )
}
