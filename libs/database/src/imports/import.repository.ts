import { randomUUID } from 'node:crypto'
import { In } from 'typeorm'
import type { Tx } from '../database.ts'
import { ImportEntity, UploadEntity } from './imports.entities.ts'

type ImportPatch = Partial<
  Pick<
    ImportEntity,
    | 'state'
    | 'bytesRead'
    | 'rows'
    | 'updated'
    | 'notUpdated'
    | 'folded'
    | 'leftOut'
    | 'emptyLines'
    | 'errorCount'
    | 'errors'
    | 'message'
    | 'finishedAt'
  >
>

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
    item: Pick<ImportEntity, 'websetId' | 'fileName' | 'storageKey' | 'options' | 'bytes' | 'ownWebset' | 'createdBy'>,
  ): Promise<string> {
    const id = randomUUID()
    await tx.manager.insert(ImportEntity, { workspaceId: tx.workspaceId, id, ...item })
    return id
  }

  find(tx: Tx, id: string): Promise<ImportEntity | null> {
    return tx.manager.findOneBy(ImportEntity, { workspaceId: tx.workspaceId, id })
  }

  /**
   * Writes how far an import has come, or how it ended. False: it is over already, because a person cancelled it or
   * another delivery of its job ended it.
   */
  async advance(tx: Tx, id: string, patch: ImportPatch): Promise<boolean> {
    const { affected } = await tx.manager.update(
      ImportEntity,
      { workspaceId: tx.workspaceId, id, state: In(['queued', 'running']) },
      patch,
    )
    return affected === 1
  }

  /**
   * An import that is not over. Another delivery of its job waits here until this transaction ends. The row itself is
   * not locked, so that a person can cancel meanwhile.
   */
  async claim(tx: Tx, id: string): Promise<ImportEntity | null> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [id])
    const found = await this.find(tx, id)
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
