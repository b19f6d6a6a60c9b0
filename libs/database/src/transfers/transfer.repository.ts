import { randomUUID } from 'node:crypto'
import type { Tx } from '../database.ts'
import { ExportEntity, ImportEntity, UploadEntity } from './transfers.entities.ts'

/** Files on their way in and out: uploads, imports, exports. */
export class TransferRepository {
  async saveUpload(tx: Tx, upload: Omit<UploadEntity, 'workspaceId' | 'createdAt'>): Promise<void> {
    await tx.manager.insert(UploadEntity, { workspaceId: tx.workspaceId, ...upload })
  }

  findUpload(tx: Tx, id: string): Promise<UploadEntity | null> {
    return tx.manager.findOneBy(UploadEntity, { workspaceId: tx.workspaceId, id })
  }

  async createImport(
    tx: Tx,
    item: Pick<ImportEntity, 'websetId' | 'fileName' | 'storageKey' | 'options' | 'bytes' | 'createdBy'>,
  ): Promise<string> {
    const id = randomUUID()
    await tx.manager.insert(ImportEntity, { workspaceId: tx.workspaceId, id, ...item })
    return id
  }

  findImport(tx: Tx, id: string): Promise<ImportEntity | null> {
    return tx.manager.findOneBy(ImportEntity, { workspaceId: tx.workspaceId, id })
  }

  async updateImport(
    tx: Tx,
    id: string,
    patch: Partial<
      Pick<ImportEntity, 'state' | 'bytesRead' | 'rows' | 'errorCount' | 'errors' | 'message' | 'finishedAt'>
    >,
  ): Promise<void> {
    await tx.manager.update(ImportEntity, { workspaceId: tx.workspaceId, id }, patch)
  }

  /** Locks an import that is not finished. Null when another delivery of its job has finished it. */
  async claimImport(tx: Tx, id: string): Promise<ImportEntity | null> {
    const found = await tx.manager.findOne(ImportEntity, {
      where: { workspaceId: tx.workspaceId, id },
      lock: { mode: 'pessimistic_write' },
    })
    return found && (found.state === 'queued' || found.state === 'running') ? found : null
  }

  async createExport(
    tx: Tx,
    item: Pick<
      ExportEntity,
      'id' | 'websetId' | 'format' | 'options' | 'fileName' | 'storageKey' | 'rows' | 'createdBy'
    >,
  ): Promise<void> {
    await tx.manager.insert(ExportEntity, { workspaceId: tx.workspaceId, ...item })
  }

  findExport(tx: Tx, id: string): Promise<ExportEntity | null> {
    return tx.manager.findOneBy(ExportEntity, { workspaceId: tx.workspaceId, id })
  }

  async updateExport(
    tx: Tx,
    id: string,
    patch: Partial<Pick<ExportEntity, 'state' | 'rows' | 'rowsDone' | 'bytes' | 'message' | 'expiresAt'>>,
  ): Promise<void> {
    await tx.manager.update(ExportEntity, { workspaceId: tx.workspaceId, id }, patch)
  }

  /** Marks exports that have expired. The caller removes their files. */
  async expireExports(tx: Tx): Promise<{ id: string; storageKey: string }[]> {
    return tx.query(
      `update exports
       set state = 'EXPIRED'
       where state = 'READY' and expires_at <= now()
       returning id, storage_key as "storageKey"`,
    )
  }

  /** Uploads that no import took within a day. */
  async takeStaleUploads(tx: Tx): Promise<{ storageKey: string }[]> {
    return tx.query(
      `delete from uploads u
       where u.created_at < now() - interval '1 day'
         and not exists (
           select
           from imports i
           where i.workspace_id = u.workspace_id and i.storage_key = u.storage_key
             and i.state in ('queued', 'running')
         )
       returning storage_key as "storageKey"`,
    )
  }
}
