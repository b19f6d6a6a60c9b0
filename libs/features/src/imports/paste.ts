import {
  COLUMN_TYPES,
  englishNumber,
  isPasteWithinLimits,
  PASTE_LIMITS,
  Refused,
  type CellValue,
} from '@enrichify/domain'
import { MAX_COLUMNS } from '../websets/limits.ts'
import { CsvReader } from './formats/csv-reader.ts'
import { guessHeader, planColumns, type PlannedColumn } from './plan-columns.ts'

/**
 * Pasted text as columns and rows: a column of domains, addresses or names, or a table with tabs. A row ends with its
 * last cell, so one wide line does not make the others wide. Text beyond the limits is refused before it is read.
 */
export function readPaste(text: string): { columns: PlannedColumn[]; rows: CellValue[][] } {
  if (!isPasteWithinLimits(text)) throw tooMuch()
  const records = split(text.replaceAll('\u0000', '').trim())
    .map((record) => record.map((cell) => cell.trim()))
    .filter((record) => record.some((cell) => cell !== ''))
  if (records.some((record) => record.length > MAX_COLUMNS))
    throw new Refused('too_many_columns', `A webset has at most ${MAX_COLUMNS} columns.`, 'unprocessable', {
      limit: MAX_COLUMNS,
    })
  const header = guessHeader(records.slice(0, 200))
  // Of all records: a later one may be wider than the first, and loses no cell.
  const columns = planColumns(records, header)
  const rows = (header ? records.slice(1) : records).map((record) =>
    record.slice(0, columns.length).map((cell, index): CellValue => {
      const parsed = COLUMN_TYPES[columns[index]!.kind].parse(cell, {})
      return parsed.ok ? parsed.value : cell
    }),
  )
  return { columns, rows }
}

/** Quotes mean something only in a table. */
function split(text: string): string[][] {
  if (text.includes('\t')) return new CsvReader('\t').read(text, true).map((record) => record.cells)
  return text.split(/[\r\n]+/).map((line) => [line])
}

function tooMuch(): Refused {
  const { lines, characters } = PASTE_LIMITS
  return new Refused(
    'paste_too_long',
    `At most ${englishNumber(lines)} lines and ${englishNumber(characters)} characters can be pasted. ` +
      'Save this list as a CSV file and import it as a file.',
    'unprocessable',
    { lines, characters },
  )
}
