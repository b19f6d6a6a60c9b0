import type { GridSelection } from '@glideapps/glide-data-grid'
import type { SheetRange, SheetSelection } from './sheet-types.ts'

/** The grid's selection in our own types. It reads the stretches of `CompactSelection`: a million rows are one. */
export function readSelection(selection: GridSelection, totalRows: number, totalColumns: number): SheetSelection {
  const { current, columns, rows } = selection
  const [column, row] = current?.cell ?? [0, 0]
  let range: SheetRange | null = null
  if (current) {
    const { x, y, width, height } = current.range
    range = { firstRow: y, lastRow: y + height - 1, firstColumn: x, lastColumn: x + width - 1 }
  } else if (columns.length > 0 && totalRows > 0) {
    range = { firstRow: 0, lastRow: totalRows - 1, firstColumn: columns.first() ?? 0, lastColumn: columns.last() ?? 0 }
  } else if (rows.length > 0 && totalColumns > 0) {
    range = { firstRow: rows.first() ?? 0, lastRow: rows.last() ?? 0, firstColumn: 0, lastColumn: totalColumns - 1 }
  }
  return { current: current ? { row, column } : null, range, rows: stretches(rows) }
}

function stretches(rows: GridSelection['rows']): [number, number][] {
  const [first, last] = [rows.first(), rows.last()]
  if (first === undefined || last === undefined) return []
  if (rows.length === last - first + 1) return [[first, last]]
  const found: [number, number][] = []
  for (const row of rows) {
    const open = found.at(-1)
    if (open && open[1] === row - 1) open[1] = row
    else found.push([row, row])
  }
  return found
}

export function countRows(rows: SheetSelection['rows']): number {
  return rows.reduce((sum, [first, last]) => sum + last - first + 1, 0)
}
