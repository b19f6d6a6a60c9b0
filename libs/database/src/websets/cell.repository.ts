import { randomUUID } from 'node:crypto'
import type { TraceStep } from '@enrichify/domain'
import type { Tx } from '../database.ts'
import { addChanges, addStagedChanges, stageChanges } from './add-changes.ts'
import {
  changedSince,
  changesOfAction,
  evidence,
  firstChanges,
  history,
  judgedAway,
  latestChanges,
  segmentOf,
  touchedSince,
} from './cell-history.ts'
import type { CellStateRow, WriteContext, NewEvidence, StoredCandidate, CellWrite } from './cell-rows.ts'
import { addRefreshes, refreshCounts, refreshChanges } from './refreshes.ts'
import { markColumnStale, markStale } from './stale-cells.ts'
import {
  addVerdicts,
  approved,
  judgedRight,
  judgedWrong,
  reliability,
  removeVerdicts,
  restoreVerdicts,
  verdictsOn,
} from './verdicts.ts'

export const newEvidenceId = (): string => randomUUID()

/** The storage side of the cell writer. Nothing else may call `write` (see features/websets/cell-writer.ts). */
export class CellRepository {
  readonly history = history
  readonly changesOfAction = changesOfAction
  readonly firstChanges = firstChanges
  readonly changedSince = changedSince
  readonly touchedSince = touchedSince
  readonly latestChanges = latestChanges
  readonly judgedAway = judgedAway
  readonly evidence = evidence
  readonly segmentOf = segmentOf

  readonly addChanges = addChanges
  readonly stageChanges = stageChanges
  readonly addStagedChanges = addStagedChanges

  readonly markStale = markStale
  readonly markColumnStale = markColumnStale

  readonly addVerdicts = addVerdicts
  readonly removeVerdicts = removeVerdicts
  readonly restoreVerdicts = restoreVerdicts
  readonly verdictsOn = verdictsOn
  readonly judgedRight = judgedRight
  readonly judgedWrong = judgedWrong
  readonly reliability = reliability
  readonly approved = approved

  readonly addRefreshes = addRefreshes
  readonly refreshCounts = refreshCounts
  readonly refreshChanges = refreshChanges

  states(tx: Tx, websetId: string, rowIds: readonly number[], columnIds: readonly string[]): Promise<CellStateRow[]> {
    return tx.query<CellStateRow>(
      // `|| ''` keeps the planner from using the index by column. Without statistics (a fresh import) it would read
      // whole columns for a few rows.
      `select row_id as "rowId", column_id as "columnId", state, empty_reason as empty,
         evidence_id as "evidenceId", run_id as "runId", candidates, pages, trace, input_hash as "inputHash",
         stale, conflict, checked_at as "checkedAt", stale_by as "staleBy"
       from cell_states where webset_id = $1 and row_id = any ($2) and column_id || '' = any ($3)`,
      [websetId, rowIds, columnIds],
    )
  }

  /**
   * Writes evidence, states and values in one go. The caller has locked the rows, and adds the changes at the end. A
   * cell that was answered by a run is not stale any more; any other stays as stale as it was.
   */
  async write(
    tx: Tx,
    websetId: string,
    context: WriteContext,
    writes: readonly CellWrite[],
    evidence: readonly NewEvidence[],
  ): Promise<void> {
    if (writes.length === 0) return
    const isRun = context.actor.kind === 'run'
    await this.addEvidence(tx, websetId, context.actor.kind === 'run' ? context.actor.runId : null, evidence)
    const json = JSON.stringify(writes)
    const record = `(
        "rowId" bigint, "columnId" text, before jsonb, "beforeState" text, value jsonb, state text,
        empty text, "evidenceId" uuid, candidates jsonb, pages jsonb, "costMicros" bigint, trace jsonb,
        "inputHash" text, conflict boolean, "runId" uuid, "checkedAt" timestamptz, "staleBy" uuid[]
      )`
    await tx.query(
      `insert into cell_states as s (
         workspace_id, webset_id, row_id, column_id, state, empty_reason, evidence_id, run_id, candidates,
         pages, cost_micros, trace, input_hash, conflict, checked_at, stale_by
       )
       select $1, $2, w."rowId", w."columnId", w.state, w.empty, w."evidenceId", w."runId", w.candidates, w.pages,
         w."costMicros", w.trace, w."inputHash", w.conflict, w."checkedAt", w."staleBy"
       from jsonb_to_recordset($3) as w ${record}
       where w.state is not null
       order by w."rowId", w."columnId"
       on conflict (workspace_id, webset_id, row_id, column_id)
       do update set state = excluded.state, empty_reason = excluded.empty_reason,
       evidence_id = excluded.evidence_id,
         run_id = excluded.run_id, candidates = excluded.candidates, pages = excluded.pages,
         cost_micros = s.cost_micros + excluded.cost_micros, updated_at = now(),
         trace = excluded.trace, input_hash = excluded.input_hash, conflict = excluded.conflict,
         checked_at = excluded.checked_at, stale_by = case when $4 then '{}' else s.stale_by end`,
      [tx.workspaceId, websetId, json, isRun],
    )
    const given = writes.filter(({ state }) => state === null).map(({ rowId, columnId }) => ({ rowId, columnId }))
    if (given.length)
      await tx.query(
        `delete from cell_states s
         using jsonb_to_recordset($2) as w ("rowId" bigint, "columnId" text)
         where s.webset_id = $1 and s.row_id = w."rowId" and s.column_id || '' = w."columnId"`,
        [websetId, JSON.stringify(given)],
      )
    await tx.query(
      `update rows r set cells = (r.cells || p.filled) - p.cleared
       from (
         select w."rowId",
           coalesce(
             jsonb_object_agg(w."columnId", w.value) filter (where jsonb_typeof(w.value) <> 'null'), '{}'
           ) as filled,
           coalesce(
             array_agg(w."columnId") filter (where w.value is null or jsonb_typeof(w.value) = 'null'), '{}'
           ) as cleared
         from jsonb_to_recordset($2) as w ${record}
         group by 1
       ) p
       where r.webset_id = $1 and r.id = p."rowId"`,
      [websetId, json],
    )
  }

  async addEvidence(tx: Tx, websetId: string, runId: string | null, evidence: readonly NewEvidence[]): Promise<void> {
    if (evidence.length === 0) return
    await tx.query(
      `insert into evidence (
         workspace_id, id, webset_id, row_id, column_id, run_id, capture_id, value, quote, start_offset,
         end_offset, text_hash, text_version, rule
       )
       select $1, e.id, $2, e."rowId", e."columnId", $3, e."captureId", e.value, e.quote, e.start, e."end",
         e."textHash", e."textVersion", e.rule
       from jsonb_to_recordset($4) as e (
         id uuid, "rowId" bigint, "columnId" text, "captureId" uuid, value jsonb, quote text, start int,
         "end" int, "textHash" text, "textVersion" int, rule text
       )`,
      [tx.workspaceId, websetId, runId, JSON.stringify(evidence)],
    )
  }

  /**
   * A refresh found the same value again: newer evidence and a newer date. Nothing has changed, so the history gets
   * no entry.
   */
  async redate(
    tx: Tx,
    websetId: string,
    runId: string,
    cells: readonly {
      rowId: number
      columnId: string
      evidence: NewEvidence
      candidates: StoredCandidate[]
      trace: TraceStep[]
    }[],
  ): Promise<void> {
    if (cells.length === 0) return
    await this.addEvidence(
      tx,
      websetId,
      runId,
      cells.map(({ evidence }) => evidence),
    )
    await tx.query(
      `update cell_states s
       set evidence_id = w."evidenceId", candidates = w.candidates, trace = w.trace, run_id = $3,
         checked_at = now(), updated_at = now(), stale_by = '{}'
       from jsonb_to_recordset($2) as w (
         "rowId" bigint, "columnId" text, "evidenceId" uuid, candidates jsonb, trace jsonb
       )
       where s.webset_id = $1 and s.row_id = w."rowId" and s.column_id || '' = w."columnId"`,
      [websetId, JSON.stringify(cells.map(({ evidence, ...cell }) => ({ ...cell, evidenceId: evidence.id }))), runId],
    )
  }
}
