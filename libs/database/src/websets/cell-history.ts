import type { Actor, CellState, CellValue, EmptyReason, SegmentKind } from '@enrichify/domain'
import type { Tx } from '../database.ts'

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

const CHANGE = `c.id, c.at, c.actor_kind as "actorKind", u.name as "actorName", c.run_id as "runId",
  c.row_id as "rowId", c.column_id as "columnId", c.before, c.after,
  c.before_state as "beforeState", c.after_state as "afterState", c.empty_reason as empty,
  c.cost_micros as "costMicros"`

const EVIDENCE = `e.id, e.capture_id as "captureId", p.final_url as url, e.value, e.quote, e.start_offset as start,
  e.end_offset as "end", e.rule, p.fetched_at as "fetchedAt",
  e.text_hash as "textHash", e.text_version as "textVersion"`

export function history(
  tx: Tx,
  websetId: string,
  rowId: number,
  columnId: string,
  limit: number,
): Promise<ChangeRow[]> {
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

export function changesOfAction(tx: Tx, actionId: string): Promise<ChangeRow[]> {
  return tx.query<ChangeRow>(
    `select ${CHANGE} from changes c left join users u on u.id = c.user_id where c.action_id = $1 order by c.id`,
    [actionId],
  )
}

/** Evidence with the page that it points into. */
export function evidence(tx: Tx, ids: readonly string[]): Promise<EvidenceRow[]> {
  return tx.query<EvidenceRow>(
    `select ${EVIDENCE}
     from evidence e
     join captures p on p.workspace_id = e.workspace_id and p.id = e.capture_id
     where e.id = any ($1)`,
    [ids],
  )
}

/** The kind of the text segment that contains a quote. */
export async function segmentOf(tx: Tx, evidenceId: string): Promise<SegmentKind | null> {
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
export async function runStateBefore(
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
