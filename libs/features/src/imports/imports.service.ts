import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { ImportError, ImportJob, ImportOptions, ImportPreview } from '@enrichify/contracts'
import { BulkRows, Database, TransferRepository, type ImportEntity, type Tx } from '@enrichify/database'
import { COLUMN_TYPES, notFound, Refused, type CellValue, type ColumnSettings, type Principal } from '@enrichify/domain'
import { FileStorage } from '@enrichify/platform'
import { Injectable } from '@nestjs/common'
import { demand } from '../auth/access.ts'
import { LiveService } from '../live/live.service.ts'
import { Outbox } from '../operations/outbox.ts'
import { RowsJournal } from '../websets/rows.service.ts'
import type { ImportRecord } from './formats/import-format.ts'
import { findFormat, IMPORT_FORMATS } from './formats/index.ts'
import { guessHeader, planColumns, type PlannedColumn } from './plan-columns.ts'

const SAMPLE_RECORDS = 200
const PREVIEW_RECORDS = 20
const HEAD_BYTES = 256 * 1024
const KEPT_ERRORS = 100
const MAX_ROWS = 5_000_000

interface Upload {
  id: string
  fileName: string
  path: string
  storageKey: string
  bytes: number
}

/** What an import found wrong with a file: counted in full, listed up to a limit. */
class ErrorList {
  count = 0
  readonly kept: ImportError[] = []
  add(error: ImportError): void {
    this.count++
    if (this.kept.length < KEPT_ERRORS) this.kept.push({ ...error, value: error.value?.slice(0, 200) ?? null })
  }
}

/** Files become rows: upload, preview (what was guessed, and what would not fit), import as one whole. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly database: Database,
    private readonly transfers: TransferRepository,
    private readonly storage: FileStorage,
    private readonly outbox: Outbox,
    private readonly journal: RowsJournal,
    private readonly live: LiveService,
  ) {}

  async upload(principal: Principal, file: { name: string; body: Readable }): Promise<string> {
    demand(principal, 'imports.run')
    const id = randomUUID()
    const storageKey = `uploads/${id}`
    const bytes = await this.storage.write(storageKey, file.body)
    const fileName = file.name.replace(/[\p{Cc}/\\]/gu, '_').slice(-200) || 'file'
    await this.database.inScope(principal, (tx) =>
      this.transfers.saveUpload(tx, { id, fileName, storageKey, bytes, createdBy: principal.userId }),
    )
    return id
  }

  async preview(
    principal: Principal,
    websetId: string,
    uploadId: string,
    given: ImportOptions,
  ): Promise<ImportPreview> {
    demand(principal, 'imports.run')
    const upload = await this.#upload(principal, websetId, uploadId)
    const { options, sheets, records } = await this.#plan(upload, given)
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

  async start(principal: Principal, websetId: string, uploadId: string, given: ImportOptions): Promise<ImportJob> {
    demand(principal, 'imports.run')
    const upload = await this.#upload(principal, websetId, uploadId)
    const { options } = await this.#plan(upload, given)
    if (options.columns.every((column) => column.skip))
      throw new Refused('nothing_to_import', 'The file has no columns to import.', 'unprocessable')
    const made = await this.database.inScope(principal, async (tx) => {
      const id = await this.transfers.createImport(tx, {
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
      return (await this.transfers.findImport(tx, id))!
    })
    return presentImport(made)
  }

  async get(principal: Principal, id: string): Promise<ImportJob> {
    demand(principal, 'websets.read')
    const found = await this.database.inScope(principal, (tx) => this.transfers.findImport(tx, id))
    if (!found) throw notFound('import')
    return presentImport(found)
  }

  /** The job. One transaction: after a crash it starts again from nothing, and nobody sees half of a file. */
  async run(workspaceId: string, importId: string): Promise<void> {
    const scope = { workspaceId }
    try {
      await this.database.inScope(scope, (tx) => this.#importAll(tx, importId))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      await this.database.inScope(scope, (tx) =>
        this.transfers.updateImport(tx, importId, { state: 'failed', message: error.message, finishedAt: new Date() }),
      )
    }
    const done = await this.database.inScope(scope, (tx) => this.transfers.findImport(tx, importId))
    if (done) this.live.importUpdated(workspaceId, presentImport(done))
    if (done && done.state === 'finished') await this.storage.remove(done.storageKey)
  }

  async giveUp(workspaceId: string, importId: string, message: string): Promise<void> {
    await this.database.inScope({ workspaceId }, (tx) =>
      this.transfers.updateImport(tx, importId, { state: 'failed', message, finishedAt: new Date() }),
    )
  }

  async #importAll(tx: Tx, importId: string): Promise<void> {
    const item = await this.transfers.claimImport(tx, importId)
    if (!item) return
    const webset = await this.journal.websets.find(tx, item.websetId)
    if (!webset) throw new Refused('webset_not_found', 'The webset was deleted before the import began.', 'gone')
    const columns = await this.#columns(tx, item)
    const errors = new ErrorList()
    const progress = { bytesRead: 0 }
    const bulk = await BulkRows.open(tx, item.websetId)
    const format = IMPORT_FORMATS[item.options.format ?? 'csv']
    try {
      let buffer: string[] = []
      let skipHeader = item.options.header ?? false
      let reported = 0
      for await (const record of format.records(this.storage.pathOf(item.storageKey), item.options, progress)) {
        if (skipHeader) {
          skipHeader = false
          continue
        }
        const cells = readRecord(record, columns, errors)
        if (!cells) continue
        buffer.push(JSON.stringify(cells))
        if (buffer.length < 2000) continue
        await bulk.write(buffer)
        buffer = []
        if (webset.rowCount + bulk.count > MAX_ROWS)
          throw new Refused('too_many_rows', `A webset holds at most ${MAX_ROWS} rows.`, 'unprocessable', {
            limit: MAX_ROWS,
          })
        if (progress.bytesRead - reported > item.bytes / 50) {
          reported = progress.bytesRead
          this.live.importUpdated(
            tx.workspaceId,
            presentImport({
              ...item,
              state: 'running',
              bytesRead: reported,
              rows: bulk.count,
              errorCount: errors.count,
            }),
          )
        }
      }
      await bulk.write(buffer)
    } catch (error) {
      bulk.abort()
      throw error
    }
    const firstRowId = await bulk.finish()
    if (bulk.count)
      await this.journal.record(
        tx,
        { workspaceId: tx.workspaceId, userId: item.createdBy } as Principal,
        item.websetId,
        'import',
        `importing ${item.fileName}`,
        { firstRowId, count: bulk.count },
      )
    await this.transfers.updateImport(tx, importId, {
      state: 'finished',
      bytesRead: item.bytes,
      rows: bulk.count,
      errorCount: errors.count,
      errors: errors.kept,
      finishedAt: new Date(),
    })
    this.journal.rowsChanged(tx, item.websetId, webset.rowCount + bulk.count)
    tx.afterCommit(() => this.live.websetChanged(tx.workspaceId, item.websetId))
  }

  /** The webset's columns in the order of the file; new ones are made; null is skipped. */
  async #columns(tx: Tx, item: ImportEntity): Promise<(TargetColumn | null)[]> {
    const planned = item.options.columns ?? []
    const existing = new Map(
      (await this.journal.websets.listColumns(tx, item.websetId)).map((column) => [column.id, column]),
    )
    const byName = new Map([...existing.values()].map((column) => [column.name.toLowerCase(), column]))
    const fresh = planned.filter((column) => !column.skip && !column.columnId && !byName.has(column.name.toLowerCase()))
    const made = new Map(
      (fresh.length
        ? await this.journal.websets.addColumns(
            tx,
            item.websetId,
            fresh.map(({ name, kind }) => ({ name, kind, width: widthFor(kind) })),
          )
        : []
      ).map((column) => [column.name.toLowerCase(), column]),
    )
    const taken = new Set<string>()
    return planned.map((column) => {
      if (column.skip) return null
      const target =
        (column.columnId && existing.get(column.columnId)) ||
        byName.get(column.name.toLowerCase()) ||
        made.get(column.name.toLowerCase())
      if (!target) return null
      if (target.enrichment)
        throw new Refused(
          'enrichment_column',
          `“${target.name}” is answered by runs. Give that column of the file another name, or skip it.`,
          'unprocessable',
        )
      if (taken.has(target.id))
        throw new Refused(
          'duplicate_column',
          `Two columns of the file would go into “${target.name}”. Rename or skip one.`,
          'unprocessable',
        )
      taken.add(target.id)
      return { id: target.id, name: target.name, kind: target.kind, settings: target.settings }
    })
  }

  async #upload(principal: Principal, websetId: string, uploadId: string): Promise<Upload> {
    const [webset, upload] = await this.database.inScope(
      principal,
      async (tx) =>
        [await this.journal.websets.find(tx, websetId), await this.transfers.findUpload(tx, uploadId)] as const,
    )
    if (!webset) throw notFound('webset')
    if (!upload || (await this.storage.size(upload.storageKey)) === null)
      throw new Refused('upload_not_found', 'The uploaded file is not there any more. Choose it again.', 'not_found')
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
    given: ImportOptions,
  ): Promise<{ options: ImportPreview['options']; sheets: string[]; records: ImportRecord[] }> {
    const file = await open(upload.path)
    const head = Buffer.alloc(Math.min(HEAD_BYTES, upload.bytes))
    await file.read(head, 0, head.length, 0).finally(() => file.close())
    const format = given.format ? IMPORT_FORMATS[given.format] : findFormat(head)
    const { sheets, ...guess } = await format.guess(upload.path, head)
    const reading: ImportOptions = {
      ...guess,
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
      format: format.id,
    }
    const records: ImportRecord[] = []
    for await (const record of format.records(upload.path, reading, { bytesRead: 0 })) {
      records.push(record)
      if (records.length > SAMPLE_RECORDS) break
    }
    const cells = records.map((record) => record.cells)
    const header = given.header ?? guessHeader(cells)
    const columns: PlannedColumn[] = given.columns ?? planColumns(cells, header)
    return { options: { ...reading, format: format.id, header, columns }, sheets, records }
  }
}

interface TargetColumn {
  id: string
  name: string
  kind: PlannedColumn['kind']
  settings: ColumnSettings
}

/** A record as cells, or null when it cannot be a row. What a type does not accept is listed and kept as the text it is: nothing is lost. */
function readRecord(
  record: ImportRecord,
  columns: readonly (TargetColumn | null)[],
  errors: ErrorList,
): Record<string, CellValue> | null {
  const extra = record.cells.slice(columns.length).filter((cell) => cell.trim() !== '')
  if (record.broken || extra.length) {
    errors.add({
      line: record.line,
      column: null,
      value: record.cells.join(' | '),
      reason:
        record.broken ??
        `has ${record.cells.length} cells where the file has ${columns.length} columns; the row was left out`,
    })
    return null
  }
  const cells: Record<string, CellValue> = {}
  for (const [index, column] of columns.entries()) {
    const text = record.cells[index]
    if (!column || text === undefined || text === '') continue
    const parsed = COLUMN_TYPES[column.kind].parse(text, column.settings)
    if (parsed.ok) {
      if (parsed.value !== null) cells[column.id] = parsed.value
      if (text.includes('\uFFFD'))
        errors.add({
          line: record.line,
          column: column.name,
          value: text,
          reason: 'has characters that the chosen encoding cannot read',
        })
    } else {
      cells[column.id] = text
      errors.add({ line: record.line, column: column.name, value: text, reason: `${parsed.reason}; kept as text` })
    }
  }
  return cells
}

function widthFor(kind: PlannedColumn['kind']): number {
  return kind === 'number' || kind === 'boolean' || kind === 'date' ? 120 : kind === 'url' ? 220 : 180
}

export function presentImport(item: ImportEntity): ImportJob {
  return {
    id: item.id,
    websetId: item.websetId,
    fileName: item.fileName,
    state: item.state,
    bytes: item.bytes,
    bytesRead: item.bytesRead,
    rows: item.rows,
    errorCount: item.errorCount,
    errors: item.errors,
    message: item.message,
    createdAt: item.createdAt.toISOString(),
    finishedAt: item.finishedAt?.toISOString() ?? null,
  }
}
