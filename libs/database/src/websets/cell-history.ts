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

/** The next changes of an action after an id: an action may have changed a million cells. */
export function changesOfAction(tx: Tx, actionId: string, after: number, limit: number): Promise<ChangeRow[]> {
  return tx.query<ChangeRow>(
    `select ${CHANGE}
     from changes c
     left join users u on u.id = c.user_id
     where c.action_id = $1 and c.id > $2
     order by c.id
     limit $3`,
    [actionId, after, limit],
  )
}

export interface CellKey {
  rowId: number
  columnId: string
}

const keys = (cells: readonly CellKey[]) => [cells.map(({ rowId }) => rowId), cells.map(({ columnId }) => columnId)]

/** Which of these cells others changed after a version: the latest change of each. A page’s own changes do not count. */
export function changedSince(
  tx: Tx,
  websetId: string,
  version: number,
  clientId: string | null,
  cells: readonly CellKey[],
): Promise<ChangeRow[]> {
  return tx.query<ChangeRow>(
    `select distinct on (c.row_id, c.column_id) ${CHANGE}
     from changes c
     join unnest($4::bigint[], $5::text[]) as k (row_id, column_id)
       on k.row_id = c.row_id and k.column_id = c.column_id
     left join users u on u.id = c.user_id
     left join actions a on a.workspace_id = c.workspace_id and a.id = c.action_id
     where c.webset_id = $1 and c.version > $2 and ($3::text is null or a.client_id is distinct from $3)
     order by c.row_id, c.column_id, c.id desc`,
    [websetId, version, clientId, ...keys(cells)],
  )
}

/** The latest change of each of these cells. */
export function latestChanges(tx: Tx, websetId: string, cells: readonly CellKey[]): Promise<ChangeRow[]> {
  return tx.query<ChangeRow>(
    `select ${CHANGE}
     from unnest($2::bigint[], $3::text[]) as k (row_id, column_id)
     cross join lateral (
       select *
       from changes h
       where h.webset_id = $1 and h.row_id = k.row_id and h.column_id = k.column_id
       order by h.id desc
       limit 1
     ) c
     left join users u on u.id = c.user_id`,
    [websetId, ...keys(cells)],
  )
}

/** Rows with cells that were changed after a version, each once. */
export function touchedSince(
  tx: Tx,
  websetId: string,
  version: number,
  limit: number,
): Promise<Pick<CellKey, 'rowId'>[]> {
  return tx.query('select distinct row_id as "rowId" from changes where webset_id = $1 and version > $2 limit $3', [
    websetId,
    version,
    limit,
  ])
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

/** What each of these cells rested on before a change: undoing that change goes back to it. */
export async function restedOn(
  tx: Tx,
  websetId: string,
  changes: readonly (CellKey & { id: number })[],
): Promise<Map<number, { evidenceId: string | null; empty: EmptyReason | null }>> {
  const found = await tx.query<{ id: number; evidenceId: string | null; empty: EmptyReason | null }>(
    `select k.id, c.evidence_id as "evidenceId", c.empty_reason as empty
     from unnest($2::bigint[], $3::text[], $4::bigint[]) as k (row_id, column_id, id)
     cross join lateral (
       select h.evidence_id, h.empty_reason
       from changes h
       where h.webset_id = $1 and h.row_id = k.row_id and h.column_id = k.column_id and h.id < k.id
       order by h.id desc
       limit 1
     ) c`,
    [websetId, ...keys(changes), changes.map(({ id }) => id)],
  )
  return new Map(found.map(({ id, ...state }) => [id, state]))
}
