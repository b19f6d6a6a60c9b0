import { randomUUID } from 'node:crypto'
import type { Tx } from '../database.ts'
import { ImportEntity, UploadEntity } from './imports.entities.ts'

/** Uploaded files, and the imports that read them. */
export class ImportRepository {
  async saveUpload(tx: Tx, upload: Omit<UploadEntity, 'workspaceId' | 'createdAt'>): Promise<void> {
    await tx.manager.insert(UploadEntity, { workspaceId: tx.workspaceId, ...upload })
  }

  findUpload(tx: Tx, id: string): Promise<UploadEntity | null> {
    return tx.manager.findOneBy(UploadEntity, { workspaceId: tx.workspaceId, id })
  }

  async create(
    tx: Tx,
    item: Pick<ImportEntity, 'websetId' | 'fileName' | 'storageKey' | 'options' | 'bytes' | 'createdBy'>,
  ): Promise<string> {
    const id = randomUUID()
    await tx.manager.insert(ImportEntity, { workspaceId: tx.workspaceId, id, ...item })
    return id
  }

  find(tx: Tx, id: string): Promise<ImportEntity | null> {
    return tx.manager.findOneBy(ImportEntity, { workspaceId: tx.workspaceId, id })
  }

  async update(
    tx: Tx,
    id: string,
    patch: Partial<
      Pick<ImportEntity, 'state' | 'bytesRead' | 'rows' | 'errorCount' | 'errors' | 'message' | 'finishedAt'>
    >,
  ): Promise<void> {
    await tx.manager.update(ImportEntity, { workspaceId: tx.workspaceId, id }, patch)
  }

  /** Locks an import that is not finished. Null when another delivery of its job has finished it. */
  async claim(tx: Tx, id: string): Promise<ImportEntity | null> {
    const found = await tx.manager.findOne(ImportEntity, {
      where: { workspaceId: tx.workspaceId, id },
      lock: { mode: 'pessimistic_write' },
    })
    return found && (found.state === 'queued' || found.state === 'running') ? found : null
  }

  /** Forgets uploads that are older than a day and that no import waits for. The caller removes their files. */
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
