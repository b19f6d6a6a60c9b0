import type { CellState, EmptyReason } from '@enrichify/domain'
import type { Tx } from '../database.ts'
import type { CellKey } from './cell-history.ts'
import type { StaleCause, StoredCandidate } from './cell-rows.ts'

/** More causes are not told apart. The cell then stays stale until a run answers it. */
const MOST_CAUSES = 20

/** What undoes the cause of a cell's staleness ends it. Anything else is one cause more, if the cell is `reached`. */
const staleBy = (reached: string) => `case
  when $4 = any (s.stale_by) then array_remove(s.stale_by, $4)
  when ${reached} and cardinality(s.stale_by) < ${MOST_CAUSES} then s.stale_by || $3::uuid
  else s.stale_by
end`

export interface MarkedCell extends CellKey {
  state: CellState
  empty: EmptyReason | null
  candidates: StoredCandidate[]
  conflict: boolean
  stale: boolean
}

/** `reached`: it is made from what has changed. Others are only freed from what is taken back. */
export interface ReachedCell extends CellKey {
  reached: boolean
}

/**
 * Marks cells whose inputs have changed. Cells that a person edited stay as that person wants them, but what has
 * changed meanwhile is known when they go back to their answer. Returns the cells that look different now.
 */
export async function markStale(
  tx: Tx,
  websetId: string,
  cells: readonly ReachedCell[],
  { by, reverses }: StaleCause,
): Promise<MarkedCell[]> {
  const marked = await tx.query<MarkedCell & { was: boolean }>(
    `with before as materialized (
       select s.row_id, s.column_id, s.stale as was, w.reached
       from jsonb_to_recordset($2) as w ("rowId" bigint, "columnId" text, reached boolean)
       join cell_states s on s.webset_id = $1 and s.row_id = w."rowId" and s.column_id || '' = w."columnId"
       where w.reached or $4::uuid = any (s.stale_by)
       order by s.row_id, s.column_id
       for update of s
     )
     update cell_states s
     set stale_by = ${staleBy('b.reached')}
     from before b
     where s.webset_id = $1 and s.row_id = b.row_id and s.column_id || '' = b.column_id
     returning s.row_id as "rowId", s.column_id as "columnId", s.state, s.empty_reason as empty,
       s.candidates, s.conflict, s.stale, b.was`,
    [websetId, JSON.stringify(cells), by, reverses],
  )
  return marked.filter(({ stale, was }) => stale !== was)
}

/**
 * The column asks something else now. Its cells were made by an earlier question, except those that a run answered with
 * the plan that is there again: whatever the column asked in between, they answer it.
 */
export async function markColumnStale(
  tx: Tx,
  websetId: string,
  columnId: string,
  { by, reverses }: StaleCause,
): Promise<void> {
  await tx.query(
    // In the order of rows, as every writer locks cells.
    `with answering as materialized (
       select r.id
       from columns c
       join runs r on r.workspace_id = c.workspace_id and r.webset_id = c.webset_id
       cross join lateral jsonb_array_elements(r.plan) pinned
       where c.webset_id = $1 and c.id = $2 and pinned ->> 'id' = $2 and pinned -> 'enrichment' = c.enrichment
     ),
     plan_changes as materialized (
       select coalesce(array_agg(a.id), '{}') as ids
       from actions a
       where a.webset_id = $1 and a.kind in ('column.update', 'undo', 'redo') and a.payload ->> 'columnId' = $2
         and a.payload -> 'after' ? 'enrichment'
     ),
     locked as materialized (
       select s.row_id,
         -- A person's value hides which run had answered the cell. The history has it.
         coalesce(
           s.run_id,
           (
             select h.run_id
             from changes h
             where h.webset_id = $1 and h.row_id = s.row_id and h.column_id = $2 and h.run_id is not null
             order by h.id desc
             limit 1
           )
         ) in (select id from answering) as answers
       from cell_states s
       where s.webset_id = $1 and s.column_id = $2
       order by s.row_id
       for update of s
     )
     update cell_states s
     set stale_by = case
       when l.answers then array(
         select cause.id
         from unnest(s.stale_by) with ordinality as cause (id, place)
         where cause.id <> all (p.ids)
         order by cause.place
       )
       else ${staleBy('true')}
     end
     from locked l
     cross join plan_changes p
     where s.webset_id = $1 and s.column_id = $2 and s.row_id = l.row_id`,
    [websetId, columnId, by, reverses],
  )
}
