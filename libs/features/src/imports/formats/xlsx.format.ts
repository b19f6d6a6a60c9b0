import { stat } from 'node:fs/promises'
import { englishNumber, plural, Refused } from '@enrichify/domain/values'
import {
  MAX_IMPORT_COLUMNS,
  MAX_RECORD_CHARACTERS,
  recordTooLong,
  type ImportFormat,
  type ImportRecord,
} from './import-format.ts'
import type { CellValue, SheetRow } from './xlsx/sheet-rows.ts'
import { openWorkbook, readSheet } from './xlsx/workbook.ts'

/** Excel's own limit. */
const MAX_SHEET_ROW = 1_048_576
const ROWS_AT_ONCE = 500

export const xlsxFormat: ImportFormat = {
  id: 'xlsx',
  matches: (head) => head[0] === 0x50 && head[1] === 0x4b && head[2] === 0x03 && head[3] === 0x04,

  async guess(path) {
    const sheets = (await openWorkbook(path)).sheets.map(({ name }) => name)
    return { sheets, ...(sheets[0] === undefined ? {} : { sheet: sheets[0] }) }
  },

  async *batches(path, options, progress) {
    const workbook = await openWorkbook(path)
    const sheets = workbook.sheets.map(({ name }) => name)
    const sheet = options.sheet ?? sheets[0]
    if (sheet === undefined || !sheets.includes(sheet))
      throw new Refused(
        'sheet_not_found',
        `The workbook has no sheet named “${options.sheet ?? ''}”. It has: ${sheets.slice(0, 20).join(', ')}.`,
        'unprocessable',
      )
    const { size } = await stat(path)
    let read = 0
    // The parts that are left out count as read.
    const onRead = (bytes: number, toRead: number) => (progress.bytesRead = size - toRead + (read += bytes))
    let batch: ImportRecord[] = []
    let seen = 0
    try {
      for await (const row of readSheet(workbook, sheet, onRead)) {
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
    }
    yield batch
  },
}

function readRow({ index, values }: SheetRow): ImportRecord {
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

function asText(value: CellValue): string {
  if (value === null) return ''
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
