import type { CellValue } from '@enrichify/domain'
import type { Tx } from '../database.ts'

export type RefreshOutcome = 'unchanged' | 'moved' | 'contradicted' | 'unreachable'

export interface RefreshResult {
  rowId: number
  columnId: string
  outcome: RefreshOutcome
  url: string
  quote: string
  before: CellValue
  after: CellValue
  evidenceId: string | null
}

export async function addRefreshes(
  tx: Tx,
  websetId: string,
  runId: string,
  results: readonly RefreshResult[],
): Promise<void> {
  if (results.length === 0) return
  await tx.query(
    `insert into refreshes (
       workspace_id, run_id, webset_id, row_id, column_id, outcome, url, quote, before, after, evidence_id
     )
     select $1, $2, $3, r."rowId", r."columnId", r.outcome, r.url, r.quote, r.before, r.after, r."evidenceId"
     from jsonb_to_recordset($4) as r (
       "rowId" bigint, "columnId" text, outcome text, url text, quote text, before jsonb, after jsonb,
       "evidenceId" uuid
     )
     on conflict do nothing`,
    [tx.workspaceId, runId, websetId, JSON.stringify(results)],
  )
}

export function refreshCounts(tx: Tx, runId: string): Promise<{ outcome: RefreshOutcome; cells: number }[]> {
  return tx.query('select outcome, count(*)::int as cells from refreshes where run_id = $1 group by outcome', [runId])
}

/** What a refresh found changed: contradicted first, then unreachable, then moved. */
export function refreshChanges(tx: Tx, runId: string, limit: number): Promise<RefreshResult[]> {
  return tx.query(
    `select row_id as "rowId", column_id as "columnId", outcome, url, quote, before, after,
       evidence_id as "evidenceId"
     from refreshes
     where run_id = $1 and outcome <> 'unchanged'
     order by array_position(array['contradicted', 'unreachable', 'moved'], outcome), row_id, column_id limit $2`,
    [runId, limit],
  )
}
