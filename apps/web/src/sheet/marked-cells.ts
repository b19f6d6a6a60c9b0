import type { GridSelection } from '@glideapps/glide-data-grid'
import { count } from '../ui/format.ts'
import { CELL_KINDS } from './cells/cell-kind.ts'
import { bandsOf, rangesOf } from './marked-areas.ts'
import type { ClearedArea, RowMarks, SheetColumn, SheetPaste, SheetRow, SheetRows } from './sheet-types.ts'
import type { SelectionState } from './use-grid-selection.ts'

/** More than this belongs in a file, not on a clipboard. */
const MOST_COPIED = 10_000
/** Cells that one paste or one value may fill. */
const MOST_FILLED = 100_000

/** Cells that are marked: exactly these, and nothing between them. */
export interface MarkedCells {
  columns: readonly SheetColumn[]
  rows: { kind: 'places'; first: number; last: number } | { kind: 'marks'; marks: RowMarks }
}

/** Areas that have no row in common, from top to bottom. Empty: nothing is marked. */
export function markedCells(
  selection: GridSelection,
  marked: ReturnType<SelectionState['marked']>,
  { columns, total }: { columns: readonly SheetColumn[]; total: number },
): MarkedCells[] {
  const ranges = rangesOf(selection)
  if (ranges.length > 0)
    return bandsOf(ranges, total).map(({ first, last, columns: places }) => ({
      columns: places.flatMap((place) => columns[place] ?? []),
      rows: { kind: 'places', first, last },
    }))
  if (marked.columnIds.length > 0)
    return [
      {
        columns: columns.filter(({ id }) => marked.columnIds.includes(id)),
        rows: { kind: 'marks', marks: { kind: 'all', except: [] } },
      },
    ]
  return marked.rows ? [{ columns, rows: { kind: 'marks', marks: marked.rows } }] : []
}

/** The rows by id, for a command. Areas of the same columns are one. */
export async function areasOf(cells: readonly MarkedCells[], rows: SheetRows): Promise<ClearedArea[]> {
  // All of them are asked for at once, so that they are of one order.
  const named = await Promise.all(
    cells.map(async ({ columns, rows: set }): Promise<ClearedArea> => ({
      columnIds: idsOf({ columns }),
      rows: set.kind === 'marks' ? set.marks : { kind: 'ids', ids: await rows.idsBetween(set.first, set.last) },
    })),
  )
  const areas: ClearedArea[] = []
  for (const area of named) {
    const at = areas.findIndex(({ columnIds }) => String(columnIds) === String(area.columnIds))
    const same = areas[at]?.rows
    if (same?.kind === 'ids' && area.rows.kind === 'ids')
      areas[at] = { ...area, rows: { kind: 'ids', ids: [...same.ids, ...area.rows.ids] } }
    else areas.push(area)
  }
  return areas
}

/** The texts as they are typed, at once when all rows are here. */
export function readTable(
  cells: readonly MarkedCells[],
  rows: SheetRows,
  total: number,
): string[][] | Promise<string[][]> {
  const [{ columns } = { columns: [] }] = cells
  if (cells.some((area) => String(idsOf(area)) !== String(idsOf({ columns }))))
    return Promise.reject(new Error('Cells of several rows can be copied together when they are in the same columns.'))
  const write = (row: SheetRow) => columns.map((column) => CELL_KINDS[column.kind].write(row.cells[column.id] ?? null))
  const places: [number, number][] = []
  for (const area of cells) {
    const stretches = stretchesOf(area, rows, total)
    if (!(stretches instanceof Array)) return Promise.reject(stretches)
    places.push(...stretches)
  }
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

function idsOf({ columns }: Pick<MarkedCells, 'columns'>): string[] {
  return columns.map(({ id }) => id)
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
  [cells, ...more]: readonly [MarkedCells, ...MarkedCells[]],
  table: string[][],
  { rows, columns, total }: { rows: SheetRows; columns: readonly SheetColumn[]; total: number },
): Promise<SheetPaste> {
  const width = Math.max(...table.map((line) => line.length))
  const isOne = table.length === 1 && width === 1
  if (more.length > 0) {
    if (!isOne) throw new Error(START)
    return fill(await areasOf([cells, ...more], rows), table[0]![0]!, columns)
  }
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
  if (set.kind !== 'places') throw new Error(START)
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

/** One value goes into all of these, and into nothing between them. */
function fill(areas: readonly ClearedArea[], text: string, columns: readonly SheetColumn[]): SheetPaste {
  const lines = areas.flatMap(({ rows: set, columnIds }) =>
    (set.kind === 'ids' ? set.ids : []).map((rowId) => ({ rowId, columnIds })),
  )
  if (lines.reduce((sum, { columnIds }) => sum + columnIds.length, 0) > MOST_FILLED) throw new Error(TOO_LARGE)
  const ids = idsOf({ columns })
  return {
    rowIds: lines.map(({ rowId }) => rowId),
    columnIds: ids,
    table: lines.map(({ columnIds }) => ids.map((id) => (columnIds.includes(id) ? text : undefined))),
    leftOut: 0,
  }
}

const START = 'Select the cell that the table starts in.'
const TOO_LARGE = `At most ${count.format(MOST_FILLED)} cells can be pasted at once. Import a file instead.`
