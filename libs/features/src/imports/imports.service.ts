import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { ImportJob, ImportOptions, ImportPreview } from '@enrichify/contracts'
import { Database, ImportRepository } from '@enrichify/database'
import { COLUMN_TYPES, notFound, Refused, type Principal, type Scope } from '@enrichify/domain'
import { FileStorage } from '@enrichify/platform'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { Outbox } from '../jobs/outbox.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import type { ImportRecord } from './formats/import-format.ts'
import { findFormat, IMPORT_FORMATS } from './formats/index.ts'
import { guessHeader, planColumns, type PlannedColumn } from './plan-columns.ts'
import { presentImport } from './present-import.ts'

const SAMPLE_RECORDS = 200
const PREVIEW_RECORDS = 20
const HEAD_BYTES = 256 * 1024

interface Upload {
  id: string
  fileName: string
  path: string
  storageKey: string
  bytes: number
}

/** Files become rows: upload, preview (what was guessed, and what would not fit), and the start of the import job. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
    private readonly storage: FileStorage,
    private readonly outbox: Outbox,
    private readonly websets: WebsetsService,
  ) {}

  async upload(principal: Principal, file: { name: string; body: Readable }): Promise<string> {
    requirePermission(principal, 'imports.run')
    const id = randomUUID()
    const storageKey = `uploads/${id}`
    const bytes = await this.storage.write(storageKey, file.body)
    const fileName = file.name.replace(/[\p{Cc}/\\]/gu, '_').slice(-200) || 'file'
    await this.database.inScope(principal, (tx) =>
      this.imports.saveUpload(tx, { id, fileName, storageKey, bytes, createdBy: principal.userId }),
    )
    return id
  }

  async preview(
    principal: Principal,
    websetId: string,
    uploadId: string,
    requested: ImportOptions,
  ): Promise<ImportPreview> {
    requirePermission(principal, 'imports.run')
    const upload = await this.#upload(principal, websetId, uploadId)
    const { options, sheets, records } = await this.#plan(upload, requested)
    const data = options.header ? records.slice(1) : records
    const sample = data.slice(0, PREVIEW_RECORDS).map((record) => ({
      line: record.line,
      cells: options.columns.map((_, index) => record.cells[index] ?? ''),
      problems: options.columns.flatMap((column, index) => {
        const parsed = column.skip
          ? { ok: true as const }
          : COLUMN_TYPES[column.kind].parse(record.cells[index] ?? '', {})
        return parsed.ok ? [] : [{ index, reason: parsed.reason }]
      }),
    }))
    return { uploadId, fileName: upload.fileName, bytes: upload.bytes, options, sheets, sample }
  }

  async start(principal: Principal, websetId: string, uploadId: string, requested: ImportOptions): Promise<ImportJob> {
    requirePermission(principal, 'imports.run')
    const upload = await this.#upload(principal, websetId, uploadId)
    const { options } = await this.#plan(upload, requested)
    if (options.columns.every((column) => column.skip))
      throw new Refused('nothing_to_import', 'The file has no columns to import.', 'unprocessable')
    const made = await this.database.inScope(principal, async (tx) => {
      const id = await this.imports.create(tx, {
        websetId,
        fileName: upload.fileName,
        storageKey: upload.storageKey,
        options,
        bytes: upload.bytes,
        createdBy: principal.userId,
      })
      await this.outbox.enqueue(tx, [
        { name: 'imports.run', payload: { workspaceId: principal.workspaceId, importId: id } },
      ])
      return (await this.imports.find(tx, id))!
    })
    return presentImport(made)
  }

  async get(principal: Principal, id: string): Promise<ImportJob> {
    requirePermission(principal, 'websets.read')
    const found = await this.database.inScope(principal, (tx) => this.imports.find(tx, id))
    if (!found) throw notFound('import')
    return presentImport(found)
  }

  /** Removes uploads that are older than a day and that no import waits for, with their files. */
  async removeStaleUploads(scope: Scope): Promise<void> {
    const uploads = await this.database.inScope(scope, (tx) => this.imports.takeStaleUploads(tx))
    for (const { storageKey } of uploads) await this.storage.remove(storageKey)
  }

  async #upload(principal: Principal, websetId: string, uploadId: string): Promise<Upload> {
    const upload = await this.database.inScope(principal, async (tx) => {
      await this.websets.require(tx, websetId)
      return this.imports.findUpload(tx, uploadId)
    })
    if (!upload || (await this.storage.size(upload.storageKey)) === null)
      throw new Refused('upload_not_found', 'The uploaded file no longer exists. Choose it again.', 'not_found')
    return {
      id: upload.id,
      fileName: upload.fileName,
      path: this.storage.pathOf(upload.storageKey),
      storageKey: upload.storageKey,
      bytes: upload.bytes,
    }
  }

  /** Completes the options by guessing what was left open. */
  async #plan(
    upload: Upload,
    requested: ImportOptions,
  ): Promise<{ options: ImportPreview['options']; sheets: string[]; records: ImportRecord[] }> {
    const file = await open(upload.path)
    const head = Buffer.alloc(Math.min(HEAD_BYTES, upload.bytes))
    await file.read(head, 0, head.length, 0).finally(() => file.close())
    const format = requested.format ? IMPORT_FORMATS[requested.format] : findFormat(head)
    const { sheets, ...guess } = await format.guess(upload.path, head)
    const reading: ImportOptions = {
      ...guess,
      ...Object.fromEntries(Object.entries(requested).filter(([, value]) => value !== undefined)),
      format: format.id,
    }
    const records: ImportRecord[] = []
    for await (const record of format.records(upload.path, reading, { bytesRead: 0 })) {
      records.push(record)
      if (records.length > SAMPLE_RECORDS) break
    }
    const cells = records.map((record) => record.cells)
    const header = requested.header ?? guessHeader(cells)
    const columns: PlannedColumn[] = requested.columns ?? planColumns(cells, header)
    return { options: { ...reading, format: format.id, header, columns }, sheets, records }
  }
}
