import type { Tx } from '../database.ts'
import type { CellWrite, WriteContext } from './cell-rows.ts'

const FIELDS = `workspace_id, webset_id, row_id, column_id, before, after, before_state, after_state, empty_reason,
  actor_kind, user_id, run_id, action_id, evidence_id, cost_micros, rested_on`

/** The history of what was written. At the end of the transaction, when its version is known. */
export async function addChanges(
  tx: Tx,
  websetId: string,
  version: number,
  context: WriteContext,
  writes: readonly CellWrite[],
): Promise<void> {
  await insert(tx, websetId, context, writes, `changes (version, ${FIELDS})`, version)
}

/** The same for more changes than should be kept in memory until the end: they wait in a table of the transaction. */
export async function stageChanges(
  tx: Tx,
  websetId: string,
  context: WriteContext,
  writes: readonly CellWrite[],
): Promise<void> {
  await tx.query(
    `create temporary table if not exists staged_changes on commit drop as
     select 0::bigint as place, version, ${FIELDS} from changes with no data`,
  )
  const [found] = await tx.query<{ place: number }>('select coalesce(max(place), 0) + 1 as place from staged_changes')
  await insert(tx, websetId, context, writes, `staged_changes (place, ${FIELDS})`, found!.place)
}

export async function addStagedChanges(tx: Tx, websetId: string, version: number): Promise<void> {
  await tx.query(
    `insert into changes (version, ${FIELDS})
     select $2, ${FIELDS} from staged_changes where webset_id = $1 order by place, row_id`,
    [websetId, version],
  )
  await tx.query('delete from staged_changes where webset_id = $1', [websetId])
}

/** @param into a table whose first column takes `first` in each row */
async function insert(
  tx: Tx,
  websetId: string,
  context: WriteContext,
  writes: readonly CellWrite[],
  into: string,
  first: number,
): Promise<void> {
  await tx.query(
    `insert into ${into}
     select $3, $1, $2, w."rowId", w."columnId", nullif(w.before, 'null'), nullif(w.value, 'null'),
       w."beforeState", w.state, w.empty, $5, $6, $7, $8, w."evidenceId", w."costMicros", nullif(w."restedOn", 'null')
     from jsonb_to_recordset($4) as w (
       "rowId" bigint, "columnId" text, before jsonb, "beforeState" text, value jsonb, state text, empty text,
       "evidenceId" uuid, "costMicros" bigint, "restedOn" jsonb
     )`,
    [
      tx.workspaceId,
      websetId,
      first,
      JSON.stringify(
        writes.map(
          ({ rowId, columnId, before, beforeState, value, state, empty, evidenceId, costMicros, restedOn }) => ({
            rowId,
            columnId,
            before,
            beforeState,
            value,
            state,
            empty,
            evidenceId,
            costMicros,
            restedOn,
          }),
        ),
      ),
      context.actor.kind,
      'userId' in context.actor ? context.actor.userId : null,
      context.actor.kind === 'run' ? context.actor.runId : null,
      context.actionId,
    ],
  )
}
