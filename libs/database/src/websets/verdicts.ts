import type { CellValue } from '@enrichify/domain'
import type { Tx } from '../database.ts'

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
