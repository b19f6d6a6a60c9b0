import type { Tx } from '../database.ts'
import { CHANGE, type ChangeRow } from './cell-history.ts'
import type { IdRanges } from './id-ranges.ts'

/** Since which version, and who is not another person. */
export interface Since {
  version: number
  userId: string
}

/** Changes that people made and did not take back. Undo and redo are parts of the action that they belong to. */
const THEIRS = `c.webset_id = $1 and c.version > $2 and c.user_id <> $3 and c.actor_kind in ('person', 'token')
  and not exists (
    select
    from actions a
    where a.workspace_id = c.workspace_id and a.id = c.action_id
      and (a.undone_at is not null or a.of_action is not null)
  )`

/** Rows in which other people changed cells: the latest change in each. */
export function rowsChangedByOthers(
  tx: Tx,
  websetId: string,
  ranges: IdRanges,
  { version, userId }: Since,
): Promise<ChangeRow[]> {
  return tx.query<ChangeRow>(
    `select distinct on (c.row_id) ${CHANGE}
     from changes c
     left join users u on u.id = c.user_id
     where ${THEIRS} and $4::int8multirange @> c.row_id
     order by c.row_id, c.id desc`,
    [websetId, version, userId, ranges],
  )
}

/** Who else changed cells of a column, or what the column is. Null: no one. */
export async function columnChangedByOthers(
  tx: Tx,
  websetId: string,
  columnId: string,
  { version, userId }: Since,
): Promise<string | null> {
  const [found] = await tx.query<{ name: string }>(
    `select coalesce(u.name, '') as name
     from (
       (select c.user_id from changes c where ${THEIRS} and c.column_id = $4 limit 1)
       union all
       (select user_id from (${UPDATES}) updates limit 1)
     ) theirs
     left join users u on u.id = theirs.user_id
     limit 1`,
    [websetId, version, userId, columnId],
  )
  return found?.name ?? null
}

/** Whether someone else moved a column. */
export async function columnMovedByOthers(
  tx: Tx,
  websetId: string,
  columnId: string,
  { version, userId }: Since,
): Promise<boolean> {
  const found = await tx.query(`select from (${UPDATES}) updates where payload ? 'moved' limit 1`, [
    websetId,
    version,
    userId,
    columnId,
  ])
  return found.length > 0
}

const UPDATES = `select user_id, payload
  from actions
  where webset_id = $1 and version > $2 and user_id <> $3 and kind = 'column.update' and size > 0
    and undone_at is null and payload ->> 'columnId' = $4`
