import type { CellValue } from '@enrichify/domain'
import type { Tx } from '../database.ts'
import type { CellKey } from './cell-history.ts'

export interface NewVerdict {
  rowId: number
  columnId: string
  verdict: 'right' | 'wrong'
  value: CellValue
  evidenceId: string | null
  source: string | null
}

/** With the person who gave it and the action that it came with: its id is also what a wrong cell is stale by. */
export interface StoredVerdict extends NewVerdict {
  id: number
  userId: string
  /** Null: it is from before verdicts were actions. */
  actionId: string | null
  at: string
}

const STORED = `v.id, v.row_id as "rowId", v.column_id as "columnId", v.verdict, v.value,
  v.evidence_id as "evidenceId", v.source, v.user_id as "userId", v.action_id as "actionId", v.at::text as at`

export function addVerdicts(
  tx: Tx,
  websetId: string,
  by: { userId: string; actionId: string },
  verdicts: readonly NewVerdict[],
): Promise<StoredVerdict[]> {
  return tx.query<StoredVerdict>(
    `insert into verdicts as v (
       workspace_id, webset_id, row_id, column_id, verdict, value, evidence_id, source, user_id, action_id
     )
     select $1, $2, n."rowId", n."columnId", n.verdict, n.value, n."evidenceId", n.source, $3, $4
     from jsonb_to_recordset($5) as n (
       "rowId" bigint, "columnId" text, verdict text, value jsonb, "evidenceId" uuid, source text
     )
     returning ${STORED}`,
    [tx.workspaceId, websetId, by.userId, by.actionId, JSON.stringify(verdicts)],
  )
}

/** What people said about one value of a cell, the latest first. */
export function verdictsOn(
  tx: Tx,
  websetId: string,
  { rowId, columnId }: CellKey,
  value: CellValue,
): Promise<(StoredVerdict & { userName: string })[]> {
  return tx.query(
    `select ${STORED}, coalesce(u.name, 'someone else') as "userName"
     from verdicts v
     left join users u on u.id = v.user_id
     where v.webset_id = $1 and v.row_id = $2 and v.column_id = $3 and v.value is not distinct from $4::jsonb
     order by v.id desc`,
    [websetId, rowId, columnId, JSON.stringify(value)],
  )
}

/** Returns those that were still there. */
export function removeVerdicts(tx: Tx, websetId: string, ids: readonly number[]): Promise<StoredVerdict[]> {
  return tx.query<StoredVerdict>(
    `delete from verdicts v where v.webset_id = $1 and v.id = any ($2) returning ${STORED}`,
    [websetId, ids],
  )
}

/** Brings removed verdicts back at their places in time. Returns those that were not there. */
export function restoreVerdicts(
  tx: Tx,
  websetId: string,
  verdicts: readonly StoredVerdict[],
): Promise<StoredVerdict[]> {
  return tx.query<StoredVerdict>(
    `insert into verdicts as v (
       workspace_id, webset_id, id, row_id, column_id, verdict, value, evidence_id, source, user_id, action_id, at
     )
     overriding system value
     select $1, $2, n.id, n."rowId", n."columnId", n.verdict, n.value, n."evidenceId", n.source, n."userId",
       n."actionId", n.at
     from jsonb_to_recordset($3) as n (
       id bigint, "rowId" bigint, "columnId" text, verdict text, value jsonb, "evidenceId" uuid, source text,
       "userId" uuid, "actionId" uuid, at timestamptz
     )
     on conflict do nothing
     returning ${STORED}`,
    [tx.workspaceId, websetId, JSON.stringify(verdicts)],
  )
}

/** Whether people last said of the present value of a cell of `rows r` that it is right. */
export function isJudgedRight(column: string): string {
  const said = (verdict: string) => `${verdict}.workspace_id = r.workspace_id and ${verdict}.webset_id = r.webset_id
      and ${verdict}.row_id = r.id and ${verdict}.column_id = ${column} and ${verdict}.value = r.cells -> ${column}`
  return `exists (
    select
    from verdicts v
    where ${said('v')} and v.verdict = 'right'
      and not exists (select from verdicts later where ${said('later')} and later.id > v.id)
  )`
}

/** Which of these cells people judged right, as they are now. */
export function judgedRight(tx: Tx, websetId: string, cells: readonly CellKey[]): Promise<CellKey[]> {
  return tx.query<CellKey>(
    `select k.row_id as "rowId", k.column_id as "columnId"
     from unnest($2::bigint[], $3::text[]) as k (row_id, column_id)
     join rows r on r.webset_id = $1 and r.id = k.row_id
     where ${isJudgedRight('k.column_id')}`,
    [websetId, cells.map(({ rowId }) => rowId), cells.map(({ columnId }) => columnId)],
  )
}

/** The values of these cells of which people last said that they are wrong, whatever the cells contain now. */
export function judgedWrong(
  tx: Tx,
  websetId: string,
  cells: readonly CellKey[],
): Promise<{ rowId: number; columnId: string; value: CellValue }[]> {
  return tx.query(
    `select said.row_id as "rowId", said.column_id as "columnId", said.value
     from (
       select distinct on (v.row_id, v.column_id, v.value) v.row_id, v.column_id, v.value, v.verdict
       from unnest($2::bigint[], $3::text[]) as k (row_id, column_id)
       join verdicts v on v.webset_id = $1 and v.row_id = k.row_id and v.column_id = k.column_id
       order by v.row_id, v.column_id, v.value, v.id desc
     ) as said
     where said.verdict = 'wrong' and said.value is not null`,
    [websetId, cells.map(({ rowId }) => rowId), cells.map(({ columnId }) => columnId)],
  )
}

/** How often each source was said to be right and wrong in this workspace. */
export function reliability(tx: Tx): Promise<{ source: string; right: number; wrong: number }[]> {
  return tx.query(
    `select source, count(*) filter (where verdict = 'right')::int as right,
       count(*) filter (where verdict = 'wrong')::int as wrong
     from verdicts
     where source is not null
     group by source`,
  )
}

/**
 * Cells that people marked as right, with the words that prove them. They are examples for later cells. The latest
 * first.
 */
export function approved(
  tx: Tx,
  websetId: string,
  columnId: string,
  limit: number,
): Promise<{ rowId: number; value: CellValue; quote: string }[]> {
  return tx.query(
    `select distinct on (v.row_id) v.row_id as "rowId", v.value, e.quote
     from verdicts v
     join evidence e on e.workspace_id = v.workspace_id and e.id = v.evidence_id
     where v.webset_id = $1 and v.column_id = $2 and v.verdict = 'right' order by v.row_id, v.id desc limit $3`,
    [websetId, columnId, limit],
  )
}
