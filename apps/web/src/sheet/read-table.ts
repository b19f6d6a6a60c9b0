import { CELL_KINDS } from './cells/cell-kind.ts'
import type { SheetColumn, SheetRange, SheetRow, SheetRows } from './sheet-types.ts'

/** More than this belongs in a file, not on a clipboard. */
const MOST_ROWS = 10_000

/** The texts of a range as they are typed, at once when all rows are here. */
export function readTable(
  rows: SheetRows,
  columns: readonly SheetColumn[],
  range: SheetRange | null,
): string[][] | Promise<string[][]> | null {
  if (!range) return null
  const chosen = columns.slice(range.firstColumn, range.lastColumn + 1)
  const write = (row: SheetRow) => chosen.map((column) => CELL_KINDS[column.kind].write(row.cells[column.id] ?? null))
  if (range.lastRow - range.firstRow >= MOST_ROWS) return Promise.reject(new Error('too many rows'))
  const table: string[][] = []
  for (let index = range.firstRow; index <= range.lastRow; index++) {
    const row = rows.rowAt(index)
    if (!row) return rows.rows(range.firstRow, range.lastRow).then((all) => all.map(write))
    table.push(write(row))
  }
  return table
}

/** One value pasted onto a range fills it, as in every spreadsheet; a larger table has its own size. */
export function fillRange(table: string[][], range: SheetRange): string[][] {
  const text = table[0]?.[0]
  const height = range.lastRow - range.firstRow + 1
  const width = range.lastColumn - range.firstColumn + 1
  if (table.length !== 1 || table[0]?.length !== 1 || text === undefined || height * width > MOST_ROWS) return table
  return Array.from({ length: height }, () => Array.from({ length: width }, () => text))
}
