import { COLUMN_TYPES, type CellValue } from '@enrichify/domain'
import { CsvReader } from './formats/csv-reader.ts'
import { guessHeader, planColumns, type PlannedColumn } from './plan-columns.ts'

/** Pasted text as columns and rows: a column of domains, addresses or names, or a table with tabs. */
export function readPaste(text: string): { columns: PlannedColumn[]; rows: CellValue[][] } {
  const records = split(text.replaceAll('\u0000', '').trim())
    .map((record) => record.map((cell) => cell.trim()))
    .filter((record) => record.some((cell) => cell !== ''))
  const header = guessHeader(records.slice(0, 200))
  const columns = planColumns(records.slice(0, 200), header)
  const rows = (header ? records.slice(1) : records).map((record) =>
    columns.map((column, index): CellValue => {
      const parsed = COLUMN_TYPES[column.kind].parse(record[index] ?? '', {})
      return parsed.ok ? parsed.value : (record[index] ?? null)
    }),
  )
  return { columns, rows }
}

/** Quotes mean something only in a table. */
function split(text: string): string[][] {
  if (text.includes('\t')) return new CsvReader('\t').read(text, true).map((record) => record.cells)
  return text.split(/\r\n|\r|\n/).map((line) => [line])
}
