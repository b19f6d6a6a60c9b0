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

export async function addVerdicts(
  tx: Tx,
  websetId: string,
  userId: string,
  verdicts: readonly NewVerdict[],
): Promise<void> {
  await tx.query(
    `insert into verdicts (workspace_id, webset_id, row_id, column_id, verdict, value, evidence_id, source, user_id)
     select $1, $2, v."rowId", v."columnId", v.verdict, v.value, v."evidenceId", v.source, $3
     from jsonb_to_recordset($4) as v (
       "rowId" bigint, "columnId" text, verdict text, value jsonb, "evidenceId" uuid, source text
     )`,
    [tx.workspaceId, websetId, userId, JSON.stringify(verdicts)],
  )
}

/** The latest verdict on the present value of a cell. */
export async function verdictOf(
  tx: Tx,
  websetId: string,
  rowId: number,
  columnId: string,
  value: CellValue,
): Promise<'right' | 'wrong' | null> {
  const [found] = await tx.query<{ verdict: 'right' | 'wrong' }>(
    `select verdict
     from verdicts
     where webset_id = $1 and row_id = $2 and column_id = $3 and value is not distinct from $4::jsonb
     order by id desc
     limit 1`,
    [websetId, rowId, columnId, JSON.stringify(value)],
  )
  return found?.verdict ?? null
}

/** Takes back what was said about the present value of a cell. */
export async function removeVerdicts(
  tx: Tx,
  websetId: string,
  rowId: number,
  columnId: string,
  value: CellValue,
): Promise<void> {
  await tx.query(
    `delete from verdicts
     where webset_id = $1 and row_id = $2 and column_id = $3 and value is not distinct from $4::jsonb`,
    [websetId, rowId, columnId, JSON.stringify(value)],
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
