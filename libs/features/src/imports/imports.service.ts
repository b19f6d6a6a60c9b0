import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { ImportJob, ImportOptions, ImportPreview } from '@enrichify/contracts'
import {
  Database,
  ImportRepository,
  WebsetRepository,
  type ColumnEntity,
  type ImportEntity,
  type Tx,
} from '@enrichify/database'
import { notFound, Refused, type Principal, type Scope } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { Outbox } from '../jobs/outbox.ts'
import { ImportReports } from './import-reports.ts'
import { presentImport, UNDER_WAY } from './present-import.ts'
import type { FilePreview } from './preview-upload.ts'
import { UploadedFiles } from './reading/uploaded-files.ts'

/** For callers that wait to the end. */
const NEVER = new AbortController().signal

interface Upload {
  id: string
  fileName: string
  storageKey: string
  bytes: number
}

/** Files become rows: upload, preview (what was guessed, and what would not fit), and the start of the import job. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
    private readonly files: UploadedFiles,
    private readonly outbox: Outbox,
    private readonly websets: WebsetRepository,
    private readonly reports: ImportReports,
  ) {}

  async upload(principal: Principal, file: { name: string; body: Readable }): Promise<string> {
    requirePermission(principal, 'imports.run')
    const id = randomUUID()
    const storageKey = `uploads/${id}`
    const bytes = await this.files.write(storageKey, file.body)
    const fileName = file.name.replace(/[\p{Cc}/\\]/gu, '_').slice(-200) || 'file'
    await this.database.inScope(principal, (tx) =>
      this.imports.saveUpload(tx, { id, fileName, storageKey, bytes, createdBy: principal.userId }),
    )
    return id
  }

  /**
   * @param websetId null: the file would become a webset of its own. Nothing is made for the preview.
   * @param leaving ends the reading
   */
  async preview(
    principal: Principal,
    websetId: string | null,
    uploadId: string,
    requested: ImportOptions,
    leaving: AbortSignal = NEVER,
  ): Promise<ImportPreview> {
    requirePermission(principal, 'imports.run')
    const { upload, existing } = await this.#upload(principal, websetId, uploadId)
    const read = await this.#read(principal, upload, requested, existing, leaving)
    return { uploadId, fileName: upload.fileName, bytes: upload.bytes, ...read }
  }

  /** @param websetId null: the file becomes a webset of its own. */
  async start(
    principal: Principal,
    websetId: string | null,
    uploadId: string,
    requested: ImportOptions,
    leaving: AbortSignal = NEVER,
  ): Promise<ImportJob> {
    requirePermission(principal, 'imports.run')
    if (websetId === null) requirePermission(principal, 'websets.edit')
    const { upload, existing } = await this.#upload(principal, websetId, uploadId)
    const { options } = await this.#read(principal, upload, requested, existing, leaving)
    if (options.columns.every((column) => column.skip))
      throw new Refused('nothing_to_import', 'The file has no columns to import.', 'unprocessable')
    return this.database.inScope(principal, async (tx) => {
      const id = await this.imports.create(tx, {
        websetId: websetId ?? (await this.websets.create(tx, { name: websetName(upload.fileName) })).id,
        fileName: upload.fileName,
        storageKey: upload.storageKey,
        options,
        bytes: upload.bytes,
        ownWebset: websetId === null,
        createdBy: principal.userId,
      })
      await this.outbox.enqueue(tx, [
        { name: 'imports.run', payload: { workspaceId: principal.workspaceId, importId: id } },
      ])
      return tx.reply(presentImport((await this.imports.find(tx, id))!, UNDER_WAY))
    })
  }

  /**
   * Nothing of the file stays: an import writes everything at its end, or nothing. A webset that it made goes with it.
   */
  async cancel(principal: Principal, id: string): Promise<ImportJob> {
    requirePermission(principal, 'imports.run')
    const { isCancelled, item } = await this.database.inScope(principal, async (tx) => {
      const isCancelled = await this.imports.advance(tx, id, { state: 'cancelled', rows: 0, finishedAt: new Date() })
      return { isCancelled, item: await this.#require(tx, id) }
    })
    if (!isCancelled) throw new Refused('import_over', 'This import is over. Undo takes back what it did.', 'conflict')
    // Apart from the cancelling itself: until that is committed, the import does not let go of its webset.
    const job = await this.database.inScope(principal, async (tx) => {
      await this.reports.removeWebset(tx, item)
      return this.reports.present(tx, item)
    })
    this.reports.tell(principal.workspaceId, job)
    return job
  }

  async get(principal: Principal, id: string): Promise<ImportJob> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => this.reports.present(tx, await this.#require(tx, id)))
  }

  /** Removes uploads that are older than a day and that no import waits for, with their files. */
  async removeStaleUploads(scope: Scope): Promise<void> {
    const uploads = await this.database.inScope(scope, (tx) => this.imports.takeStaleUploads(tx))
    for (const { storageKey } of uploads) await this.files.remove(storageKey)
  }

  #read(
    { workspaceId }: Principal,
    upload: Upload,
    requested: ImportOptions,
    existing: readonly ColumnEntity[],
    leaving: AbortSignal,
  ): Promise<FilePreview> {
    const columns = existing.map(({ id, name, kind, enrichment, settings }) => ({
      id,
      name,
      kind,
      settings,
      isAnswered: enrichment !== null,
    }))
    return this.files.preview(workspaceId, upload, requested, columns, leaving)
  }

  async #require(tx: Tx, id: string): Promise<ImportEntity> {
    const found = await this.imports.find(tx, id)
    if (!found) throw notFound('import')
    return found
  }

  async #upload(
    principal: Principal,
    websetId: string | null,
    uploadId: string,
  ): Promise<{ upload: Upload; existing: ColumnEntity[] }> {
    const { found, existing } = await this.database.inScope(principal, async (tx) => {
      if (websetId !== null && !(await this.websets.find(tx, websetId))) throw notFound('webset')
      return {
        found: await this.imports.findUpload(tx, uploadId),
        existing: websetId === null ? [] : await this.websets.listColumns(tx, websetId),
      }
    })
    if (!found || !(await this.files.exists(found.storageKey)))
      throw new Refused('upload_not_found', 'The uploaded file no longer exists. Choose it again.', 'not_found')
    const { id, fileName, storageKey, bytes } = found
    return { upload: { id, fileName, storageKey, bytes }, existing }
  }
}

function websetName(fileName: string): string {
  return (
    fileName
      .replace(/\.[a-z0-9]{1,5}$/i, '')
      .replaceAll('_', ' ')
      .trim()
      .slice(0, 200) || 'Imported list'
  )
}
