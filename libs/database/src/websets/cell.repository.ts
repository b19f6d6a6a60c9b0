import type { Actor, CellState, CellValue, EmptyReason } from '@enrichify/domain'
import { randomUUID } from 'node:crypto'
import type { Tx } from '../database.ts'

export interface CellStateRow {
  rowId: number
  columnId: string
  state: CellState
  empty: EmptyReason | null
  evidenceId: string | null
  runId: string | null
  candidates: StoredCandidate[]
  pages: StoredPage[]
}

export interface StoredCandidate {
  value: unknown
  state: 'verified' | 'cited'
  evidenceId: string | null
  reason: string | null
  pages: number
}

export interface StoredPage {
  url: string
  outcome: string
  captureId: string | null
}

export interface NewEvidence {
  id: string
  rowId: number
  columnId: string
  captureId: string
  value: unknown
  quote: string
  start: number
  end: number
  textHash: string
  textVersion: number
  rule: string | null
}

/** One cell as it shall be. `state` null: a given value without a state of its own. */
export interface CellWrite {
  rowId: number
  columnId: string
  before: CellValue
  beforeState: CellState | null
  value: CellValue
  state: CellState | null
  empty: EmptyReason | null
  evidenceId: string | null
  candidates: StoredCandidate[]
  pages: StoredPage[]
  costMicros: number
}

export interface WriteContext {
  actor: Actor
  actionId: string | null
}

export interface ChangeRow {
  id: number
  at: Date
  actorKind: Actor['kind']
  actorName: string | null
  runId: string | null
  rowId: number
  columnId: string
  before: CellValue
  after: CellValue
  beforeState: CellState | null
  afterState: CellState | null
  empty: EmptyReason | null
  costMicros: number
}

export interface EvidenceRow {
  id: string
  captureId: string
  url: string
  value: unknown
  quote: string
  start: number
  end: number
  rule: string | null
  fetchedAt: Date
  textHash: string
  textVersion: number
}

export const newEvidenceId = (): string => randomUUID()

const CHANGE = `c.id, c.at, c.actor_kind as "actorKind", u.name as "actorName", c.run_id as "runId", c.row_id as "rowId", c.column_id as "columnId", c.before, c.after,
  c.before_state as "beforeState", c.after_state as "afterState", c.empty_reason as empty, c.cost_micros as "costMicros"`
const EVIDENCE = `e.id, e.capture_id as "captureId", p.final_url as url, e.value, e.quote, e.start_offset as start, e.end_offset as "end", e.rule, p.fetched_at as "fetchedAt",
  e.text_hash as "textHash", e.text_version as "textVersion"`

/** The storage side of the cell writer; nothing else may call `write` (see features/websets/cell-writer.ts). */
export class CellRepository {
  states(tx: Tx, websetId: string, rowIds: readonly number[], columnIds: readonly string[]): Promise<CellStateRow[]> {
    return tx.query<CellStateRow>(
      `select row_id as "rowId", column_id as "columnId", state, empty_reason as empty, evidence_id as "evidenceId", run_id as "runId", candidates, pages
       from cell_states where webset_id = $1 and row_id = any ($2) and column_id = any ($3)`,
      [websetId, rowIds, columnIds],
    )
  }

  /** Changes, evidence, states and values, in one go; the caller holds the rows locked. */
  async write(tx: Tx, websetId: string, context: WriteContext, writes: readonly CellWrite[], evidence: readonly NewEvidence[]): Promise<void> {
    if (writes.length === 0) return
    const runId = context.actor.kind === 'run' ? context.actor.runId : null
    if (evidence.length) {
      await tx.query(
        `insert into evidence (workspace_id, id, webset_id, row_id, column_id, run_id, capture_id, value, quote, start_offset, end_offset, text_hash, text_version, rule)
         select $1, e.id, $2, e."rowId", e."columnId", $3, e."captureId", e.value, e.quote, e.start, e."end", e."textHash", e."textVersion", e.rule
         from jsonb_to_recordset($4) as e (id uuid, "rowId" bigint, "columnId" text, "captureId" uuid, value jsonb, quote text, start int, "end" int, "textHash" text, "textVersion" int, rule text)`,
        [tx.workspaceId, websetId, runId, JSON.stringify(evidence)],
      )
    }
    const json = JSON.stringify(writes)
    const record = `(  "rowId" bigint, "columnId" text, before jsonb, "beforeState" text, value jsonb, state text, empty text, "evidenceId" uuid, candidates jsonb, pages jsonb, "costMicros" bigint)`
    await tx.query(
      `insert into changes (workspace_id, webset_id, row_id, column_id, before, after, before_state, after_state, empty_reason, actor_kind, user_id, run_id, action_id, evidence_id, cost_micros)
       select $1, $2, w."rowId", w."columnId", nullif(w.before, 'null'), nullif(w.value, 'null'), w."beforeState", w.state, w.empty, $4, $5, $6, $7, w."evidenceId", w."costMicros"
       from jsonb_to_recordset($3) as w ${record}`,
      [tx.workspaceId, websetId, json, context.actor.kind, 'userId' in context.actor ? context.actor.userId : null, runId, context.actionId],
    )
    await tx.query(
      `insert into cell_states as s (workspace_id, webset_id, row_id, column_id, state, empty_reason, evidence_id, run_id, candidates, pages, cost_micros)
       select $1, $2, w."rowId", w."columnId", w.state, w.empty, w."evidenceId", $4, w.candidates, w.pages, w."costMicros" from jsonb_to_recordset($3) as w ${record} where w.state is not null
       on conflict (workspace_id, webset_id, row_id, column_id) do update set state = excluded.state, empty_reason = excluded.empty_reason, evidence_id = excluded.evidence_id,
         run_id = excluded.run_id, candidates = excluded.candidates, pages = excluded.pages, cost_micros = s.cost_micros + excluded.cost_micros, updated_at = now()`,
      [tx.workspaceId, websetId, json, runId],
    )
    await tx.query(
      `delete from cell_states s using jsonb_to_recordset($2) as w ${record} where s.webset_id = $1 and s.row_id = w."rowId" and s.column_id = w."columnId" and w.state is null`,
      [websetId, json],
    )
    await tx.query(
      `update rows r set cells = (r.cells || p.filled) - p.cleared
       from (select w."rowId", coalesce(jsonb_object_agg(w."columnId", w.value) filter (where jsonb_typeof(w.value) <> 'null'), '{}') as filled,
                    coalesce(array_agg(w."columnId") filter (where w.value is null or jsonb_typeof(w.value) = 'null'), '{}') as cleared
             from jsonb_to_recordset($2) as w ${record} group by 1) p
       where r.webset_id = $1 and r.id = p."rowId"`,
      [websetId, json],
    )
  }

  history(tx: Tx, websetId: string, rowId: number, columnId: string, limit: number): Promise<ChangeRow[]> {
    return tx.query<ChangeRow>(`select ${CHANGE} from changes c left join users u on u.id = c.user_id where c.webset_id = $1 and c.row_id = $2 and c.column_id = $3 order by c.id desc limit $4`, [websetId, rowId, columnId, limit])
  }

  changesOfAction(tx: Tx, actionId: string): Promise<ChangeRow[]> {
    return tx.query<ChangeRow>(`select ${CHANGE} from changes c left join users u on u.id = c.user_id where c.action_id = $1 order by c.id`, [actionId])
  }

  /** Evidence with the page that it points into. */
  evidence(tx: Tx, ids: readonly string[]): Promise<EvidenceRow[]> {
    return tx.query<EvidenceRow>(`select ${EVIDENCE} from evidence e join captures p on p.workspace_id = e.workspace_id and p.id = e.capture_id where e.id = any ($1)`, [ids])
  }

  /** The state that a run had given a cell before a change: what undoing that change goes back to. */
  async runStateBefore(tx: Tx, websetId: string, rowId: number, columnId: string, changeId: number): Promise<{ evidenceId: string | null; empty: EmptyReason | null } | null> {
    const [found] = await tx.query<{ evidenceId: string | null; empty: EmptyReason | null }>(
      `select evidence_id as "evidenceId", empty_reason as empty from changes where webset_id = $1 and row_id = $2 and column_id = $3 and actor_kind = 'run' and id < $4 order by id desc limit 1`,
      [websetId, rowId, columnId, changeId],
    )
    return found ?? null
  }
}
