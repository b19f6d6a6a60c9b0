import { randomUUID } from 'node:crypto'
import type { Actor, CellState, CellValue, EmptyReason, SegmentKind, TraceStep } from '@enrichify/domain'
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
  trace: TraceStep[]
  inputHash: string | null
  stale: boolean
  conflict: boolean
  checkedAt: Date | null
}

export interface StoredCandidate {
  value: unknown
  state: 'verified' | 'cited'
  evidenceId: string | null
  reason: string | null
  pages: number
  /**
   * The rung and place that it comes from, such as `structured:json-ld`. Verdicts on it decide how far the next value
   * from there is trusted.
   */
  source: string | null
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

/** The new state of one cell. A null `state` is a given value, which has no state. */
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
  trace: TraceStep[]
  inputHash: string | null
  conflict: boolean
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

export interface NewVerdict {
  rowId: number
  columnId: string
  verdict: 'right' | 'wrong'
  value: CellValue
  evidenceId: string | null
  source: string | null
}

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

export const newEvidenceId = (): string => randomUUID()

const CHANGE = `c.id, c.at, c.actor_kind as "actorKind", u.name as "actorName", c.run_id as "runId",
  c.row_id as "rowId", c.column_id as "columnId", c.before, c.after,
  c.before_state as "beforeState", c.after_state as "afterState", c.empty_reason as empty,
  c.cost_micros as "costMicros"`
const EVIDENCE = `e.id, e.capture_id as "captureId", p.final_url as url, e.value, e.quote, e.start_offset as start,
  e.end_offset as "end", e.rule, p.fetched_at as "fetchedAt",
  e.text_hash as "textHash", e.text_version as "textVersion"`

/** The storage side of the cell writer. Nothing else may call `write` (see features/websets/cell-writer.ts). */
export class CellRepository {
  states(tx: Tx, websetId: string, rowIds: readonly number[], columnIds: readonly string[]): Promise<CellStateRow[]> {
    return tx.query<CellStateRow>(
      // `|| ''` keeps the planner from using the index by column. Without statistics (a fresh import) it would read
      // whole columns for a few rows.
      `select row_id as "rowId", column_id as "columnId", state, empty_reason as empty,
         evidence_id as "evidenceId", run_id as "runId", candidates, pages, trace, input_hash as "inputHash",
         stale, conflict, checked_at as "checkedAt"
       from cell_states where webset_id = $1 and row_id = any ($2) and column_id || '' = any ($3)`,
      [websetId, rowIds, columnIds],
    )
  }

  /** Writes changes, evidence, states and values in one go. The caller has locked the rows. */
  async write(
    tx: Tx,
    websetId: string,
    context: WriteContext,
    writes: readonly CellWrite[],
    evidence: readonly NewEvidence[],
  ): Promise<void> {
    if (writes.length === 0) return
    const runId = context.actor.kind === 'run' ? context.actor.runId : null
    await this.addEvidence(tx, websetId, runId, evidence)
    const json = JSON.stringify(writes)
    const record = `(
        "rowId" bigint, "columnId" text, before jsonb, "beforeState" text, value jsonb, state text,
        empty text, "evidenceId" uuid, candidates jsonb, pages jsonb, "costMicros" bigint, trace jsonb,
        "inputHash" text, conflict boolean
      )`
    await tx.query(
      `insert into changes (
         workspace_id, webset_id, row_id, column_id, before, after, before_state, after_state, empty_reason,
         actor_kind, user_id, run_id, action_id, evidence_id, cost_micros
       )
       select $1, $2, w."rowId", w."columnId", nullif(w.before, 'null'), nullif(w.value, 'null'),
         w."beforeState", w.state, w.empty, $4, $5, $6, $7, w."evidenceId", w."costMicros"
       from jsonb_to_recordset($3) as w ${record}`,
      [
        tx.workspaceId,
        websetId,
        json,
        context.actor.kind,
        'userId' in context.actor ? context.actor.userId : null,
        runId,
        context.actionId,
      ],
    )
    await tx.query(
      `insert into cell_states as s (
         workspace_id, webset_id, row_id, column_id, state, empty_reason, evidence_id, run_id, candidates,
         pages, cost_micros, trace, input_hash, conflict
       )
       select $1, $2, w."rowId", w."columnId", w.state, w.empty, w."evidenceId", $4, w.candidates, w.pages,
         w."costMicros", w.trace, w."inputHash", w.conflict
       from jsonb_to_recordset($3) as w ${record}
       where w.state is not null
       on conflict (workspace_id, webset_id, row_id, column_id)
       do update set state = excluded.state, empty_reason = excluded.empty_reason,
       evidence_id = excluded.evidence_id,
         run_id = excluded.run_id, candidates = excluded.candidates, pages = excluded.pages,
         cost_micros = s.cost_micros + excluded.cost_micros, updated_at = now(),
         trace = excluded.trace, input_hash = excluded.input_hash, conflict = excluded.conflict,
         stale = false, checked_at = null`,
      [tx.workspaceId, websetId, json, runId],
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
         checked_at = now(), updated_at = now(), stale = false
       from jsonb_to_recordset($2) as w (
         "rowId" bigint, "columnId" text, "evidenceId" uuid, candidates jsonb, trace jsonb
       )
       where s.webset_id = $1 and s.row_id = w."rowId" and s.column_id || '' = w."columnId"`,
      [websetId, JSON.stringify(cells.map(({ evidence, ...cell }) => ({ ...cell, evidenceId: evidence.id }))), runId],
    )
  }

  /**
   * Marks cells whose inputs have changed. Cells that a person edited stay as that person wants them. Returns the
   * cells that were not marked before.
   */
  markStale(tx: Tx, websetId: string, cells: readonly { rowId: number; columnId: string }[]): Promise<CellStateRow[]> {
    return tx.query<CellStateRow>(
      `update cell_states s set stale = true from jsonb_to_recordset($2) as w ("rowId" bigint, "columnId" text)
       where s.webset_id = $1 and s.row_id = w."rowId" and s.column_id || '' = w."columnId" and not s.stale
         and s.state <> 'human'
       returning s.row_id as "rowId", s.column_id as "columnId", s.state, s.empty_reason as empty,
         s.candidates, s.conflict, s.stale`,
      [websetId, JSON.stringify(cells)],
    )
  }

  /** The column asks something else now. All its cells were made by its earlier question. */
  async markColumnStale(tx: Tx, websetId: string, columnId: string): Promise<void> {
    await tx.query(
      `update cell_states set stale = true where webset_id = $1 and column_id = $2 and not stale and state <> 'human'`,
      [websetId, columnId],
    )
  }

  async addVerdicts(tx: Tx, websetId: string, userId: string, verdicts: readonly NewVerdict[]): Promise<void> {
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
  async verdictOf(
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
  reliability(tx: Tx): Promise<{ source: string; right: number; wrong: number }[]> {
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
  approved(
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

  async addRefreshes(tx: Tx, websetId: string, runId: string, results: readonly RefreshResult[]): Promise<void> {
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

  refreshCounts(tx: Tx, runId: string): Promise<{ outcome: RefreshOutcome; cells: number }[]> {
    return tx.query('select outcome, count(*)::int as cells from refreshes where run_id = $1 group by outcome', [runId])
  }

  /** What a refresh found changed: contradicted first, then unreachable, then moved. */
  refreshChanges(tx: Tx, runId: string, limit: number): Promise<RefreshResult[]> {
    return tx.query(
      `select row_id as "rowId", column_id as "columnId", outcome, url, quote, before, after,
         evidence_id as "evidenceId"
       from refreshes
       where run_id = $1 and outcome <> 'unchanged'
       order by array_position(array['contradicted', 'unreachable', 'moved'], outcome), row_id, column_id limit $2`,
      [runId, limit],
    )
  }

  history(tx: Tx, websetId: string, rowId: number, columnId: string, limit: number): Promise<ChangeRow[]> {
    return tx.query<ChangeRow>(
      `select ${CHANGE}
       from changes c
       left join users u on u.id = c.user_id
       where c.webset_id = $1 and c.row_id = $2 and c.column_id = $3
       order by c.id desc
       limit $4`,
      [websetId, rowId, columnId, limit],
    )
  }

  changesOfAction(tx: Tx, actionId: string): Promise<ChangeRow[]> {
    return tx.query<ChangeRow>(
      `select ${CHANGE} from changes c left join users u on u.id = c.user_id where c.action_id = $1 order by c.id`,
      [actionId],
    )
  }

  /** Evidence with the page that it points into. */
  evidence(tx: Tx, ids: readonly string[]): Promise<EvidenceRow[]> {
    return tx.query<EvidenceRow>(
      `select ${EVIDENCE}
       from evidence e
       join captures p on p.workspace_id = e.workspace_id and p.id = e.capture_id
       where e.id = any ($1)`,
      [ids],
    )
  }

  /** The kind of the text segment that contains a quote. */
  async segmentOf(tx: Tx, evidenceId: string): Promise<SegmentKind | null> {
    const [found] = await tx.query<{ kind: SegmentKind }>(
      `select segment ->> 'kind' as kind
       from evidence e
       join evidence_texts t on t.workspace_id = e.workspace_id and t.hash = e.text_hash
         and t.version = e.text_version
       cross join lateral jsonb_array_elements(t.segments) segment
       where e.id = $1 and (segment ->> 'start')::int <= e.start_offset
         and (segment ->> 'end')::int >= e.end_offset
       limit 1`,
      [evidenceId],
    )
    return found?.kind ?? null
  }

  /** The state that a run had given a cell before a change. Undoing that change goes back to it. */
  async runStateBefore(
    tx: Tx,
    websetId: string,
    rowId: number,
    columnId: string,
    changeId: number,
  ): Promise<{ evidenceId: string | null; empty: EmptyReason | null } | null> {
    const [found] = await tx.query<{ evidenceId: string | null; empty: EmptyReason | null }>(
      `select evidence_id as "evidenceId", empty_reason as empty
       from changes
       where webset_id = $1 and row_id = $2 and column_id = $3 and actor_kind = 'run' and id < $4
       order by id desc
       limit 1`,
      [websetId, rowId, columnId, changeId],
    )
    return found ?? null
  }
}
