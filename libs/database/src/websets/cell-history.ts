import type { Actor, CellState, CellValue, EmptyReason, SegmentKind } from '@enrichify/domain'
import type { Tx } from '../database.ts'
import type { RestedOn } from './cell-rows.ts'

export interface ChangeRow {
  id: number
  at: Date
  actorKind: Actor['kind']
  actorName: string | null
  /** The person behind it; null: a run, or Enrichify. */
  userId: string | null
  runId: string | null
  rowId: number
  columnId: string
  before: CellValue
  after: CellValue
  beforeState: CellState | null
  afterState: CellState | null
  empty: EmptyReason | null
  costMicros: number
  version: number
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

export const CHANGE = `c.id, c.at, c.actor_kind as "actorKind", u.name as "actorName", c.user_id as "userId",
  c.run_id as "runId", c.row_id as "rowId", c.column_id as "columnId", c.before, c.after,
  c.before_state as "beforeState", c.after_state as "afterState", c.empty_reason as empty,
  c.cost_micros as "costMicros", c.version`

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

/** With what the earlier state rested on. */
export interface ActionChange extends ChangeRow {
  restedOn: RestedOn | null
}

/** The next changes of an action after an id: an action may have changed a million cells. */
export function changesOfAction(tx: Tx, actionId: string, after: number, limit: number): Promise<ActionChange[]> {
  return tx.query<ActionChange>(
    `select ${CHANGE}, c.rested_on as "restedOn"
     from changes c
     left join users u on u.id = c.user_id
     where c.action_id = $1 and c.id > $2
     order by c.id
     limit $3`,
    [actionId, after, limit],
  )
}

/**
 * The change by which a run put a value aside because people had judged it wrong. Runs that found no other value since
 * do not count. Null: something else wrote the cell last.
 */
export async function judgedAway(tx: Tx, websetId: string, { rowId, columnId }: CellKey): Promise<ActionChange | null> {
  const [last] = await tx.query<ActionChange>(
    `select ${CHANGE}, c.rested_on as "restedOn"
     from changes c
     left join users u on u.id = c.user_id
     where c.webset_id = $1 and c.row_id = $2 and c.column_id = $3
       and not (
         c.before is null and c.after is null and c.before_state is not distinct from 'empty'
         and c.empty_reason is not distinct from 'judged_wrong'
       )
     order by c.id desc
     limit 1`,
    [websetId, rowId, columnId],
  )
  return last && last.after === null && last.empty === 'judged_wrong' ? last : null
}

/** The first changes of each of these actions. */
export function firstChanges(
  tx: Tx,
  actionIds: readonly string[],
  limit: number,
): Promise<{ actionId: string; rowId: number; columnId: string; before: CellValue; after: CellValue }[]> {
  return tx.query(
    `select a.id as "actionId", c.row_id as "rowId", c.column_id as "columnId", c.before, c.after
     from unnest($1::uuid[]) as a (id)
     cross join lateral (
       select *
       from changes c
       where c.action_id = a.id
       order by c.id
       limit $2
     ) c
     order by c.id`,
    [actionIds, limit],
  )
}

export interface CellKey {
  rowId: number
  columnId: string
}

const keys = (cells: readonly CellKey[]) => [cells.map(({ rowId }) => rowId), cells.map(({ columnId }) => columnId)]

/**
 * Which of these cells were changed after a version: the latest change of each. What the same person did on the same
 * page does not count.
 */
export function changedSince(
  tx: Tx,
  websetId: string,
  { version, clientId, userId }: { version: number; clientId: string | null; userId: string | null },
  cells: readonly CellKey[],
): Promise<ChangeRow[]> {
  return tx.query<ChangeRow>(
    `select distinct on (c.row_id, c.column_id) ${CHANGE}
     from changes c
     join unnest($4::bigint[], $5::text[]) as k (row_id, column_id)
       on k.row_id = c.row_id and k.column_id = c.column_id
     left join users u on u.id = c.user_id
     left join actions a on a.workspace_id = c.workspace_id and a.id = c.action_id
     where c.webset_id = $1 and c.version > $2
       and not coalesce(a.client_id = $3::text and a.user_id = $6::uuid, false)
     order by c.row_id, c.column_id, c.id desc`,
    [websetId, version, clientId, ...keys(cells), userId],
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

/** More changes are not looked at: it is cheaper to read the rows again. */
const MOST_CHANGES = 20_000

/** Rows with cells that were changed after a version, each once. Null: too many. */
export async function touchedSince(tx: Tx, websetId: string, version: number, most: number): Promise<number[] | null> {
  const [found] = await tx.query<{ seen: number; rowIds: number[] }>(
    `select count(*) as seen, coalesce(array_agg(distinct row_id), '{}') as "rowIds"
     from (
       select row_id
       from changes
       where webset_id = $1 and version > $2
       order by version
       limit ${MOST_CHANGES + 1}
     ) c`,
    [websetId, version],
  )
  return found!.seen > MOST_CHANGES || found!.rowIds.length > most ? null : found!.rowIds
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
