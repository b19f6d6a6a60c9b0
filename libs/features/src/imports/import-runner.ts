import {
  BulkRows,
  Database,
  ImportRepository,
  WebsetRepository,
  type ImportEntity,
  type MatchKey,
  type StagedRecord,
  type Tx,
} from '@enrichify/database'
import { COLUMN_TYPES, plural, Refused, type ColumnType } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { CommandRunner } from '../websets/command-runner.ts'
import { MAX_ROWS } from '../websets/limits.ts'
import type { ReadProgress } from './formats/import-format.ts'
import { ImportReports } from './import-reports.ts'
import { presentImport, UNDER_WAY } from './present-import.ts'
import { ErrorList, readRecord } from './read-record.ts'
import { UploadedFiles } from './reading/uploaded-files.ts'
import { targetColumns, type TargetColumn } from './target-columns.ts'

const ROWS_AT_ONCE = 2000
const REPORTS = 50
const LISTED_LINES = 100

/** A person cancelled. What the transaction has done is rolled back. */
class Cancelled extends Error {}

/** The job behind an import. It imports every row of the file or none. */
@Injectable()
export class ImportRunner {
  constructor(
    private readonly database: Database,
    private readonly imports: ImportRepository,
    private readonly files: UploadedFiles,
    private readonly websets: WebsetRepository,
    private readonly commands: CommandRunner,
    private readonly reports: ImportReports,
  ) {}

  /** Runs the job in one transaction: after a crash it starts again from nothing, and half a file is never visible. */
  async run(workspaceId: string, importId: string): Promise<void> {
    const scope = { workspaceId }
    try {
      await this.database.inScope(scope, (tx) => this.#importAll(tx, importId))
    } catch (error) {
      if (error instanceof Refused) await this.giveUp(workspaceId, importId, error.message)
      else if (!(error instanceof Cancelled)) throw error
    }
    const done = await this.database.inScope(scope, async (tx) => {
      const item = await this.imports.find(tx, importId)
      if (item) await this.reports.removeWebset(tx, item)
      return item && { item, job: await this.reports.present(tx, item) }
    })
    if (!done) return
    this.reports.tell(workspaceId, done.job)
    if (done.item.state === 'finished') await this.files.remove(done.item.storageKey)
  }

  async giveUp(workspaceId: string, importId: string, message: string): Promise<void> {
    await this.database.inScope({ workspaceId }, (tx) =>
      this.imports.advance(tx, importId, { state: 'failed', message, finishedAt: new Date() }),
    )
  }

  async #importAll(tx: Tx, importId: string): Promise<void> {
    const item = await this.imports.claim(tx, importId)
    if (!item) return
    const webset = await this.websets.find(tx, item.websetId)
    if (!webset) throw new Refused('webset_not_found', 'The webset was deleted before the import began.', 'gone')
    const { columns, made } = await targetColumns(tx, this.websets, item)
    const updateBy = item.options.updateBy ?? null
    if (updateBy && !columns.some((column) => column?.id === updateBy))
      throw new Refused('no_key', 'No column of the file fills the column that rows are matched by.', 'unprocessable')
    const errors = new ErrorList()
    const progress = { bytesRead: 0, emptyLines: 0 }
    const bulk = await BulkRows.open(tx, item.websetId)
    try {
      await this.#stage(item, columns, { bulk, errors, progress }, updateBy ? 0 : webset.rowCount)
      await bulk.end()
    } catch (error) {
      bulk.abort()
      throw error
    }
    const matched = updateBy
      ? await bulk.matchBy(matchKey(columns, updateBy), LISTED_LINES)
      : { severalRows: 0, folded: 0, lines: [] }
    for (const line of matched.lines)
      errors.add({ line, column: null, value: null, reason: 'was left out: several rows have its key' })
    if (webset.rowCount + bulk.count > MAX_ROWS) throw tooMany()
    const origin = {
      websetId: item.websetId,
      userId: item.createdBy,
      actor: { kind: 'person' as const, userId: item.createdBy },
    }
    const result = { updated: 0, notUpdated: 0 }
    await this.commands.run(tx, { ...origin, commandId: importId }, 'import', {
      fileName: item.fileName,
      bulk,
      columnIds: made,
      updateBy,
      onUpdated: (counts) => {
        result.updated += counts.updated
        result.notUpdated += counts.unfit
      },
    })
    const isFinished = await this.imports.advance(tx, importId, {
      state: 'finished',
      bytesRead: item.bytes,
      rows: bulk.count,
      ...result,
      folded: matched.folded,
      leftOut: matched.severalRows,
      emptyLines: progress.emptyLines,
      errorCount: errors.count,
      errors: errors.kept,
      finishedAt: new Date(),
    })
    if (!isFinished) throw new Cancelled()
  }

  /** Reads the file into the staging table. */
  async #stage(
    item: ImportEntity,
    columns: readonly (TargetColumn | null)[],
    { bulk, errors, progress }: { bulk: BulkRows; errors: ErrorList; progress: ReadProgress },
    rowsBefore: number,
  ): Promise<void> {
    const updateBy = item.options.updateBy ?? null
    const key = updateBy === null ? null : matchKey(columns, updateBy)
    let buffer: StagedRecord[] = []
    let skipHeader = item.options.header ?? false
    let reported = -Infinity
    for await (const records of this.files.batches(item.storageKey, item.options, progress)) {
      for (const record of records) {
        if (skipHeader) {
          skipHeader = false
          continue
        }
        const read = readRecord(record, columns, errors, updateBy !== null)
        if (!read) continue
        const { cells, unfit } = read
        const value = key && (cells[key.columnId] ?? null)
        buffer.push({
          line: record.line,
          json: JSON.stringify(cells),
          key: key?.of && value !== null ? key.of(value) : null,
          unfit,
        })
        if (buffer.length < ROWS_AT_ONCE) continue
        await bulk.write(buffer)
        buffer = []
        if (rowsBefore + bulk.count > MAX_ROWS) throw tooMany()
      }
      if (progress.bytesRead - reported <= item.bytes / REPORTS) continue
      reported = progress.bytesRead
      await this.#report(item, { bytesRead: reported, rows: bulk.count, errorCount: errors.count })
    }
    await bulk.write(buffer)
  }

  /** Beside the import's own transaction, whose changes are not seen before it ends. */
  async #report(
    { id, workspaceId }: ImportEntity,
    read: { bytesRead: number; rows: number; errorCount: number },
  ): Promise<void> {
    const now = await this.database.inScope({ workspaceId }, async (tx) =>
      (await this.imports.advance(tx, id, { state: 'running', ...read })) ? this.imports.find(tx, id) : null,
    )
    if (!now) throw new Cancelled()
    this.reports.tell(workspaceId, presentImport(now, UNDER_WAY))
  }
}

/** How rows are matched by a column: by the usual form of its type, where different ways to write it are the same. */
function matchKey(columns: readonly (TargetColumn | null)[], columnId: string): MatchKey {
  const { kind, settings } = columns.find((column) => column?.id === columnId)!
  const type: ColumnType = COLUMN_TYPES[kind]
  return { columnId, of: type.keyOf ? (value) => type.keyOf!(type.format(value), settings) : null }
}

function tooMany(): Refused {
  return new Refused('too_many_rows', `A webset has at most ${plural(MAX_ROWS, 'row')}.`, 'unprocessable', {
    limit: MAX_ROWS,
  })
}
