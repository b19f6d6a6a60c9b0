import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { englishNumber, plural, Refused } from '@enrichify/domain/values'
import type { StreamRow } from 'hucre/xlsx'
import {
  MAX_IMPORT_COLUMNS,
  MAX_RECORD_CHARACTERS,
  recordTooLong,
  type ImportFormat,
  type ImportRecord,
} from './import-format.ts'
import { listSheets } from './list-sheets.ts'

/** Excel's own limit. */
const MAX_SHEET_ROW = 1_048_576
const ROWS_AT_ONCE = 500

export const xlsxFormat: ImportFormat = {
  id: 'xlsx',
  matches: (head) => head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04,

  async guess(path) {
    const sheets = await listSheets(path)
    return { sheets, ...(sheets[0] === undefined ? {} : { sheet: sheets[0] }) }
  },

  async *batches(path, options, progress) {
    const sheets = await listSheets(path)
    const sheet = options.sheet ?? sheets[0]
    if (sheet === undefined || !sheets.includes(sheet))
      throw new Refused(
        'sheet_not_found',
        `The workbook has no sheet named “${options.sheet ?? ''}”. It has: ${sheets.slice(0, 20).join(', ')}.`,
        'unprocessable',
      )
    // Most files are CSV, and their process is ready sooner without it.
    const { streamXlsxRows } = await import('hucre/xlsx')
    const source = createReadStream(path)
    source.on('data', (chunk) => (progress.bytesRead += chunk.length))
    let batch: ImportRecord[] = []
    let seen = 0
    try {
      for await (const row of streamXlsxRows(Readable.toWeb(source) as ReadableStream<Uint8Array>, { sheet })) {
        const record = readRow(row)
        if (record.cells.some((cell) => cell.trim() !== '')) batch.push(record)
        if (++seen % ROWS_AT_ONCE !== 0) continue
        yield batch
        batch = []
      }
    } catch (error) {
      if (error instanceof Refused) throw error
      throw new Refused(
        'xlsx_broken',
        'This workbook is damaged or protected by a password. Save it again as .xlsx or as CSV.',
        'unprocessable',
      )
    } finally {
      source.destroy()
    }
    yield batch
  },
}

function readRow({ index, values }: StreamRow): ImportRecord {
  const line = index + 1
  if (!(line >= 1 && line <= MAX_SHEET_ROW))
    throw new Refused('too_many_rows', `The workbook has a row ${line}, which Excel’s limits exclude.`, 'unprocessable')
  if (values.length > MAX_IMPORT_COLUMNS)
    throw new Refused(
      'too_many_columns',
      `Row ${line} has ${plural(values.length, 'column')}; ` +
        `at most ${englishNumber(MAX_IMPORT_COLUMNS)} can be imported.`,
      'unprocessable',
    )
  const cells = values.map(asText)
  if (cells.reduce((sum, cell) => sum + cell.length, 0) > MAX_RECORD_CHARACTERS) throw recordTooLong(line)
  return { line, cells }
}

function asText(value: string | number | boolean | Date | null | undefined): string {
  if (value === null || value === undefined) return ''
  // A date without a time is a day; Excel has no time zones.
  if (value instanceof Date)
    return Number.isNaN(value.getTime())
      ? ''
      : value
          .toISOString()
          .replace(/T00:00:00\.000Z$/, '')
          .replace(/\.000Z$/, 'Z')
  return String(value).replaceAll('\0', '')
}
