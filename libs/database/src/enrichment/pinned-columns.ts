import type { Tx } from '../database.ts'
import type { ColumnEntity } from '../websets/websets.entities.ts'

/** A column as it was when a run started. */
export type PinnedColumn = Pick<ColumnEntity, 'id' | 'name' | 'kind' | 'settings' | 'enrichment'>

export const pinned = ({ id, name, kind, settings, enrichment }: PinnedColumn): PinnedColumn => ({
  id,
  name,
  kind,
  settings,
  enrichment,
})

/** The columns of a webset when a run started. Null: the run is older than this. */
export async function planOfRun(tx: Tx, runId: string): Promise<PinnedColumn[] | null> {
  const [found] = await tx.query<{ plan: PinnedColumn[] | null }>('select plan from runs where id = $1', [runId])
  return found?.plan ?? null
}

/** Columns as they are, and as they stay until the transaction ends. A writer takes them before it locks rows. */
export function holdColumns(tx: Tx, websetId: string, ids: readonly string[]): Promise<PinnedColumn[]> {
  return tx.query<PinnedColumn>(
    `select id, name, kind, settings, enrichment
     from columns
     where webset_id = $1 and id = any ($2)
     order by id
     for key share`,
    [websetId, ids],
  )
}

/** The actions since the start of a run that gave a column another plan and were not taken back. */
export async function planChangesSince(tx: Tx, runId: string, columnId: string): Promise<string[]> {
  const found = await tx.query<{ id: string }>(
    `select a.id
     from runs r
     join actions a on a.workspace_id = r.workspace_id and a.webset_id = r.webset_id and a.version > r.version
     where r.id = $1 and a.kind = 'column.update' and a.undone_at is null and a.payload ->> 'columnId' = $2
       and a.payload -> 'after' ? 'enrichment'
     order by a.version`,
    [runId, columnId],
  )
  return found.map(({ id }) => id)
}
