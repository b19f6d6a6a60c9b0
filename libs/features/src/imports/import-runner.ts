import type { ImportError } from '@enrichify/contracts'
import { BulkRows, Database, ImportRepository, WebsetRepository, type ImportEntity, type Tx } from '@enrichify/database'
import { COLUMN_TYPES, Refused, type CellValue, type ColumnSettings } from '@enrichify/domain'
import { FileStorage } from '@enrichify/platform'
import { Injectable } from '@nestjs/common'
import { LiveService } from '../live/live.service.ts'
import { CommandRunner } from '../websets/command-runner.ts'
import { MAX_ROWS } from '../websets/limits.ts'
import type { ImportRecord } from './formats/import-format.ts'
import { IMPORT_FORMATS } from './formats/index.ts'
import type { PlannedColumn } from './plan-columns.ts'
import { presentImport } from './present-import.ts'

const MAX_LISTED_ERRORS = 100

/** What an import found wrong with a file: counted in full, listed up to a limit. */
class ErrorList {
  count = 0
  readonly kept: ImportError[] = []
  add(error: ImportError): void {
    this.count++
    if (this.kept.length < MAX_LISTED_ERRORS) this.kept.push({ ...error, value: error.value?.slice(0, 200) ?? null })
  }
}

/** The job behind an import. It imports every row of the file or none. */
@Injectable()
export class ImportRunner {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
    private readonly storage: FileStorage,
    private readonly websets: WebsetRepository,
    private readonly commands: CommandRunner,
    private readonly live: LiveService,
  ) {}

  /** Runs the job in one transaction: after a crash it starts again from nothing, and half a file is never visible. */
  async run(workspaceId: string, importId: string): Promise<void> {
    const scope = { workspaceId }
    try {
      await this.database.inScope(scope, (tx) => this.#importAll(tx, importId))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      await this.database.inScope(scope, (tx) =>
        this.imports.update(tx, importId, { state: 'failed', message: error.message, finishedAt: new Date() }),
      )
    }
    const done = await this.database.inScope(scope, (tx) => this.imports.find(tx, importId))
    if (done) this.live.importUpdated(workspaceId, presentImport(done))
    if (done && done.state === 'finished') await this.storage.remove(done.storageKey)
  }

  async giveUp(workspaceId: string, importId: string, message: string): Promise<void> {
    await this.database.inScope({ workspaceId }, (tx) =>
      this.imports.update(tx, importId, { state: 'failed', message, finishedAt: new Date() }),
    )
  }

  async #importAll(tx: Tx, importId: string): Promise<void> {
    const item = await this.imports.claim(tx, importId)
    if (!item) return
    const webset = await this.websets.find(tx, item.websetId)
    if (!webset) throw new Refused('webset_not_found', 'The webset was deleted before the import began.', 'gone')
    const { columns, made } = await this.#columns(tx, item)
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
          throw new Refused('too_many_rows', `A webset has at most ${MAX_ROWS} rows.`, 'unprocessable', {
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
      await bulk.end()
    } catch (error) {
      bulk.abort()
      throw error
    }
    const origin = {
      websetId: item.websetId,
      userId: item.createdBy,
      actor: { kind: 'person' as const, userId: item.createdBy },
    }
    const { fileName } = item
    await this.commands.run(tx, { ...origin, commandId: importId }, 'import', { fileName, bulk, columnIds: made })
    await this.imports.update(tx, importId, {
      state: 'finished',
      bytesRead: item.bytes,
      rows: bulk.count,
      errorCount: errors.count,
      errors: errors.kept,
      finishedAt: new Date(),
    })
  }

  /** The webset's columns in the order of the file. New columns are added; null is skipped. */
  async #columns(tx: Tx, item: ImportEntity): Promise<{ columns: (TargetColumn | null)[]; made: string[] }> {
    const planned = item.options.columns ?? []
    const existing = new Map((await this.websets.listColumns(tx, item.websetId)).map((column) => [column.id, column]))
    const byName = new Map([...existing.values()].map((column) => [column.name.toLowerCase(), column]))
    const fresh = planned.filter((column) => !column.skip && !column.columnId && !byName.has(column.name.toLowerCase()))
    const made = new Map(
      (fresh.length
        ? await this.websets.addColumns(
            tx,
            item.websetId,
            fresh.map(({ name, kind }) => ({ name, kind, width: widthFor(kind) })),
          )
        : []
      ).map((column) => [column.name.toLowerCase(), column]),
    )
    const taken = new Set<string>()
    const columns = planned.map((column) => {
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
    return { columns, made: [...made.values()].map(({ id }) => id) }
  }
}

interface TargetColumn {
  id: string
  name: string
  kind: PlannedColumn['kind']
  settings: ColumnSettings
}

/**
 * A record as cells, or null if it cannot be a row. A value that does not fit its type is listed and imported as text,
 * so nothing is lost.
 */
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
