import type { GridSelection } from '@glideapps/glide-data-grid'
import { count } from '../ui/format.ts'
import { CELL_KINDS } from './cells/cell-kind.ts'
import type { RowMarks, SheetColumn, SheetPaste, SheetRow, SheetRows } from './sheet-types.ts'
import type { SelectionState } from './use-grid-selection.ts'

/** More than this belongs in a file, not on a clipboard. */
const MOST_COPIED = 10_000
/** Cells that one paste or one value may fill. */
const MOST_FILLED = 100_000

/** The cells that are marked: exactly these, and nothing between them. */
export interface MarkedCells {
  columns: readonly SheetColumn[]
  rows: { kind: 'places'; first: number; last: number } | { kind: 'marks'; marks: RowMarks }
}

/** Null: nothing is marked. */
export function markedCells(
  selection: GridSelection,
  marked: ReturnType<SelectionState['marked']>,
  columns: readonly SheetColumn[],
): MarkedCells | null {
  const { current } = selection
  if (current) {
    const { x, y, width, height } = current.range
    return { columns: columns.slice(x, x + width), rows: { kind: 'places', first: y, last: y + height - 1 } }
  }
  if (marked.columnIds.length > 0)
    return {
      columns: columns.filter(({ id }) => marked.columnIds.includes(id)),
      rows: { kind: 'marks', marks: { kind: 'all', except: [] } },
    }
  return marked.rows ? { columns, rows: { kind: 'marks', marks: marked.rows } } : null
}

/** The rows by id, for a command. */
export async function rowsOf({ rows: set }: MarkedCells, rows: SheetRows): Promise<RowMarks> {
  return set.kind === 'marks' ? set.marks : { kind: 'ids', ids: await rows.idsBetween(set.first, set.last) }
}

/** The texts as they are typed, at once when all rows are here. */
export function readTable(cells: MarkedCells, rows: SheetRows, total: number): string[][] | Promise<string[][]> {
  const write = (row: SheetRow) =>
    cells.columns.map((column) => CELL_KINDS[column.kind].write(row.cells[column.id] ?? null))
  const places = stretchesOf(cells, rows, total)
  if (!(places instanceof Array)) return Promise.reject(places)
  if (places.reduce((sum, [first, last]) => sum + last - first + 1, 0) > MOST_COPIED)
    return Promise.reject(new Error(`At most ${count.format(MOST_COPIED)} rows can be copied. Export them instead.`))
  const table: string[][] = []
  for (const [first, last] of places)
    for (let place = first; place <= last; place++) {
      const row = rows.rowAt(place)
      if (!row)
        return Promise.all(places.map((stretch) => rows.rowsBetween(...stretch))).then((all) => all.flat().map(write))
      table.push(write(row))
    }
  return table
}

/** Places with both ends included, from top to bottom. */
function stretchesOf({ rows: set }: MarkedCells, rows: SheetRows, total: number): [number, number][] | Error {
  if (set.kind === 'places') return [[set.first, set.last]]
  const { marks } = set
  const named = marks.kind === 'ids' ? marks.ids : marks.except
  const places = named.flatMap((id) => rows.placeOf(id) ?? []).sort((a, b) => a - b)
  if (places.length < named.length)
    return new Error('Some of the marked rows are not on the screen any more. Mark them again.')
  if (marks.kind === 'ids') return places.map((place) => [place, place])
  const found: [number, number][] = []
  let from = 0
  for (const place of [...places, total]) {
    if (place > from) found.push([from, place - 1])
    from = place + 1
  }
  return found
}

/**
 * Where a table goes when it is pasted. One value fills everything that is marked. A table goes line by line into
 * marked rows, or from the focus to the right and down, beyond the last row as well.
 * @throws Error what the person should know
 */
export async function placePaste(
  cells: MarkedCells,
  table: string[][],
  { rows, columns, total }: { rows: SheetRows; columns: readonly SheetColumn[]; total: number },
): Promise<SheetPaste> {
  const width = Math.max(...table.map((line) => line.length))
  const isOne = table.length === 1 && width === 1
  const set = cells.rows
  if (set.kind === 'marks' || (isOne && set.last >= set.first)) {
    const stretches = stretchesOf(cells, rows, total)
    if (!(stretches instanceof Array)) throw stretches
    const height = stretches.reduce((sum, [first, last]) => sum + last - first + 1, 0)
    if (isOne || set.kind === 'marks') {
      const taken = isOne || table.length === 1 ? height : Math.min(height, table.length)
      if (taken * cells.columns.length > MOST_FILLED) throw new Error(TOO_LARGE)
      const rowIds = (await Promise.all(stretches.map((stretch) => rows.idsBetween(...stretch)))).flat().slice(0, taken)
      const targets = isOne ? cells.columns : cells.columns.slice(0, width)
      const text = table[0]![0]!
      return {
        rowIds,
        columnIds: targets.map(({ id }) => id),
        table: rowIds.map((_, line) =>
          isOne ? targets.map(() => text) : (table[table.length === 1 ? 0 : line] ?? []),
        ),
        leftOut: isOne ? 0 : Math.max(0, width - cells.columns.length),
      }
    }
  }
  if (set.kind !== 'places') throw new Error('Select the cell that the table starts in.')
  if (table.length * width > MOST_FILLED) throw new Error(TOO_LARGE)
  const left = columns.findIndex(({ id }) => id === cells.columns[0]?.id)
  const targets = columns.slice(left, left + width)
  const inside = Math.min(table.length, Math.max(0, total - set.first))
  return {
    rowIds: inside > 0 ? await rows.idsBetween(set.first, set.first + inside - 1) : [],
    columnIds: targets.map(({ id }) => id),
    table,
    leftOut: width - targets.length,
  }
}

const TOO_LARGE = `At most ${count.format(MOST_FILLED)} cells can be pasted at once. Import a file instead.`
