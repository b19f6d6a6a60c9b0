import type { Tx } from '../database.ts'
import { ExportEntity } from './exports.entities.ts'

/** Files that people take away. */
export class ExportRepository {
  async create(
    tx: Tx,
    item: Pick<
      ExportEntity,
      'id' | 'websetId' | 'format' | 'options' | 'fileName' | 'storageKey' | 'rows' | 'createdBy'
    >,
  ): Promise<void> {
    await tx.manager.insert(ExportEntity, { workspaceId: tx.workspaceId, ...item })
  }

  find(tx: Tx, id: string): Promise<ExportEntity | null> {
    return tx.manager.findOneBy(ExportEntity, { workspaceId: tx.workspaceId, id })
  }

  async update(
    tx: Tx,
    id: string,
    patch: Partial<Pick<ExportEntity, 'state' | 'rows' | 'rowsDone' | 'bytes' | 'message' | 'expiresAt'>>,
  ): Promise<void> {
    await tx.manager.update(ExportEntity, { workspaceId: tx.workspaceId, id }, patch)
  }

  /** Marks exports that have expired. The caller removes their files. */
  async expire(tx: Tx): Promise<{ id: string; storageKey: string }[]> {
    return tx.query(
      `update exports
       set state = 'EXPIRED'
       where state = 'READY' and expires_at <= now()
       returning id, storage_key as "storageKey"`,
    )
  }
}
