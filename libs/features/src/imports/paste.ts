import { COLUMN_TYPES, type CellValue } from '@enrichify/domain'
import Papa from 'papaparse'
import { guessHeader, planColumns, type PlannedColumn } from './plan-columns.ts'

/** Pasted text as columns and rows: a column of domains, addresses or names, or a table with tabs. */
export function readPaste(text: string): { columns: PlannedColumn[]; rows: CellValue[][] } {
  const delimiter = text.includes('\t') ? '\t' : '\u0000'
  const records = Papa.parse<string[]>(text.replaceAll('\u0000', '').trim(), {
    delimiter,
    quoteChar: delimiter === '\t' ? '"' : '\u0001',
  })
    .data.map((record) => record.map((cell) => cell.trim()))
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
