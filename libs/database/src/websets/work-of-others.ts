import type { Tx } from '../database.ts'
import { CHANGE, type ChangeRow } from './cell-history.ts'
import type { IdRanges } from './id-ranges.ts'

/** For an action that is about to be taken back or done again. */
export interface Since {
  /** When the action was done first. Earlier work was there then, also if it was taken back and done again since. */
  first: number
  /** When it was last done or taken back. */
  last: number
  /** Who is not another person. */
  userId: string
}

/** Changes of cells by others that are in force. What was taken back and done again is theirs, too. */
const CHANGES = `changes c
  join actions a on a.workspace_id = c.workspace_id and a.id = c.action_id
  left join actions of_it on of_it.workspace_id = a.workspace_id and of_it.id = a.of_action
  left join users u on u.id = c.user_id
  where c.webset_id = $1 and c.version > $3 and c.user_id <> $4 and a.kind <> 'undo'
    and coalesce(of_it.undone_at, a.undone_at) is null and coalesce(of_it.version, a.version) > $2`

/** What others did to the column itself. */
const UPDATES = `select a.user_id, a.payload
  from actions a
  where a.webset_id = $1 and a.version > $2 and a.user_id <> $4 and a.kind = 'column.update' and a.size > 0
    and (a.payload ? 'moved' or coalesce((a.payload -> 'after') - 'width' <> '{}', true))
    and a.undone_at is null and a.payload ->> 'columnId' = $5
    and (
      a.version > $3
      or exists (
        select
        from actions again
        where again.workspace_id = a.workspace_id and again.of_action = a.id and again.kind = 'redo'
          and again.size > 0 and again.version > $3
      )
    )`

/** Rows in which other people changed cells, but not those in the trash: the latest change in each. */
export function rowsChangedByOthers(
  tx: Tx,
  websetId: string,
  ranges: IdRanges,
  { first, last, userId }: Since,
): Promise<ChangeRow[]> {
  return tx.query<ChangeRow>(
    `select distinct on (c.row_id) ${CHANGE}
     from ${CHANGES} and $5::int8multirange @> c.row_id
       and exists (
         select
         from rows r
         where r.workspace_id = c.workspace_id and r.webset_id = c.webset_id and r.id = c.row_id
           and r.deleted_at is null
       )
     order by c.row_id, c.id desc`,
    [websetId, first, last, userId, ranges],
  )
}

/** Who moved rows to the trash that are there now, whatever the action was. Rows that never were are left out. */
export async function deletersOf(
  tx: Tx,
  websetId: string,
  rowIds: readonly number[],
): Promise<Map<number, { userId: string; name: string }>> {
  const found = await tx.query<{ id: number; userId: string; name: string }>(
    `select r.id, latest.user_id as "userId", coalesce(u.name, '') as name
     from rows r
     join lateral (
       select a.user_id
       from actions a
       where a.webset_id = r.webset_id and a.size > 0 and (a.payload ->> 'ranges')::int8multirange @> r.id
       order by a.version desc, a.at desc
       limit 1
     ) latest on true
     left join users u on u.id = latest.user_id
     where r.webset_id = $1 and r.id = any ($2) and r.deleted_at is not null`,
    [websetId, rowIds],
  )
  return new Map(found.map(({ id, ...by }) => [id, by]))
}

/** Who else changed cells of a column, or what the column is. Null: no one. */
export async function columnChangedByOthers(
  tx: Tx,
  websetId: string,
  columnId: string,
  { first, last, userId }: Since,
): Promise<string | null> {
  const [found] = await tx.query<{ name: string }>(
    `select coalesce(u.name, '') as name
     from (
       (select c.user_id from ${CHANGES} and c.column_id = $5 limit 1)
       union all
       (select user_id from (${UPDATES}) updates limit 1)
     ) theirs
     left join users u on u.id = theirs.user_id
     limit 1`,
    [websetId, first, last, userId, columnId],
  )
  return found?.name ?? null
}

/** Whether someone else moved a column. */
export async function columnMovedByOthers(
  tx: Tx,
  websetId: string,
  columnId: string,
  { first, last, userId }: Since,
): Promise<boolean> {
  const found = await tx.query(`select from (${UPDATES}) updates where payload ? 'moved' limit 1`, [
    websetId,
    first,
    last,
    userId,
    columnId,
  ])
  return found.length > 0
}

/** What someone saved of a column: only what became different. */
export interface ColumnSave {
  version: number
  at: Date
  by: string
  /** As it was until then. An undo stores what it reverses in the direction in which that was done. */
  before: Record<string, unknown>
}

/**
 * What was saved of a column after a version, also by an undo, oldest first. What the same person did on the same page
 * does not count.
 */
export function columnSavedSince(
  tx: Tx,
  websetId: string,
  columnId: string,
  { version, clientId, userId }: { version: number; clientId: string | null; userId: string },
): Promise<ColumnSave[]> {
  return tx.query<ColumnSave>(
    `select a.version, a.at, coalesce(u.name, '') as by,
       a.payload -> case a.kind when 'undo' then 'after' else 'before' end as before
     from actions a
     left join users u on u.id = a.user_id
     where a.webset_id = $1 and a.version > $2 and a.size > 0 and a.payload ->> 'columnId' = $3
       and jsonb_typeof(a.payload -> 'before') = 'object'
       and not coalesce(a.client_id = $4::text and a.user_id = $5::uuid, false)
     order by a.version, a.at`,
    [websetId, version, columnId, clientId, userId],
  )
}
