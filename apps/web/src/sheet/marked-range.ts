import type { GridSelection } from '@glideapps/glide-data-grid'
import type { CellRef, SheetColumn, SheetRows } from './sheet-types.ts'

export type Current = NonNullable<GridSelection['current']>
type Orders = Pick<SheetRows, 'idAt' | 'placeOf' | 'orderId'>

interface Sheet {
  rows: Orders
  columns: readonly Pick<SheetColumn, 'id'>[]
  total: number
}

/** The rows of a longer range are known by their places in one order only. */
const MOST_KNOWN = 10_000

/**
 * A range of cells and the one with the focus. In one order no row moves: its places are its rows, whether those are
 * here or not. In another order only rows that are known can be found again.
 */
export interface MarkedRange {
  /** The view and its order that the places belong to. Null: the row was lost, and any view may bring it back. */
  rows: Orders | null
  orderId: string | null
  /** The place of the focus, and its row as soon as that is here. */
  place: number
  rowId: number | undefined
  first: number
  height: number
  /** The rows from the first one on, as far as they are here; empty when there are too many. */
  ids: readonly (number | undefined)[]
  columnId: string
  columnIds: readonly string[]
  /** The focus is on the place below the last row, where a new one begins. */
  isBelow: boolean
}

/** What the grid says that a person has marked. */
export function rangeOf({ cell: [column, place], range }: Current, { rows, columns, total }: Sheet): MarkedRange {
  const rowId = rows.idAt(place)
  return withIds({
    rows,
    orderId: rows.orderId,
    place,
    rowId,
    first: range.y,
    height: range.height,
    ids: [],
    columnId: columns[column]?.id ?? '',
    columnIds: columns.slice(range.x, range.x + range.width).map(({ id }) => id),
    // A row that was added a moment ago is not in `total` yet.
    isBelow: rowId === undefined && place >= total,
  })
}

/** The cell with the focus; null: its row is not here yet, or was lost, or there is none. */
export function focusOf(range: MarkedRange | null): CellRef | null {
  return range?.rows && range.rowId !== undefined ? { rowId: range.rowId, columnId: range.columnId } : null
}

/**
 * Where the range is now. Without `current` nothing is selected: with a range, its row is not among those that are
 * here, and it is selected again once it is; without one, it is gone for good.
 * @param isOwn the person changed this row last
 */
export function findRange(
  range: MarkedRange,
  sheet: Sheet,
  isOwn: (rowId: number) => boolean,
): { range: MarkedRange | null; current?: Current } {
  const { rows, columns, total } = sheet
  const { place, rowId } = range
  const column = columns.findIndex(({ id }) => id === range.columnId)
  if (column < 0) return { range: null }
  const alone = (at: number) => {
    const current: Current = { cell: [column, at], range: { x: column, y: at, width: 1, height: 1 }, rangeStack: [] }
    return { range: rangeOf(current, sheet), current }
  }
  const isSameView = range.rows === rows
  const isSameOrder = isSameView && range.orderId !== null && range.orderId === rows.orderId
  if (range.isBelow && !(isSameOrder && place === total)) return alone(total)
  const isLost = !isSameView || (place >= total && rows.idAt(place) === undefined)
  if (rowId === undefined && !range.isBelow && isLost) return { range: null }
  const at = isSameOrder || rowId === undefined ? place : rows.placeOf(rowId)
  if (at === undefined) {
    // The person’s own change took the row out of the view. The focus stays at its place, on the row there now.
    if (isSameView && isOwn(rowId!) && rows.idAt(place) !== undefined) return alone(place)
    return { range: { ...range, rows: null, orderId: null } }
  }
  const x = columns.findIndex(({ id }) => range.columnIds.includes(id))
  const width = range.columnIds.length
  const isTogether = columns.slice(x, x + width).every(({ id }) => range.columnIds.includes(id))
  const first = at - (place - range.first)
  if (!isTogether || !(isSameOrder || hasSameRows(range, rows, first))) return alone(at)
  return {
    range: withIds({
      ...range,
      rows,
      orderId: rows.orderId,
      place: at,
      rowId: rowId ?? (range.isBelow ? undefined : rows.idAt(at)),
      first,
    }),
    current: { cell: [column, at], range: { x, y: first, width, height: range.height }, rangeStack: [] },
  }
}

/** A range without the focus: it is all there, or it is nowhere. */
export function findWhole(range: MarkedRange, sheet: Sheet): { range: MarkedRange; current: Current } | null {
  const found = findRange(range, sheet, () => false)
  const { width, height } = found.current?.range ?? {}
  const isWhole = found.range && width === range.columnIds.length && height === range.height
  return isWhole && found.current ? { range: found.range!, current: found.current } : null
}

/** A range that is as high as before may have other rows between its ends. */
function hasSameRows({ ids, height }: MarkedRange, rows: Orders, first: number): boolean {
  return ids.length === height && ids.every((id, index) => id !== undefined && rows.idAt(first + index) === id)
}

function withIds(range: MarkedRange): MarkedRange {
  const { rows, first, height } = range
  if (height > MOST_KNOWN || !rows) return { ...range, ids: [] }
  return { ...range, ids: Array.from({ length: height }, (_, index) => rows.idAt(first + index)) }
}

/** The range after the end that is not the focus has moved by so many rows. The grid has no keys for a whole page. */
export function grownBy({ cell, range }: Current, by: number, total: number): { current: Current; end: number } {
  const [, place] = cell
  const end = Math.min(
    Math.max(0, (range.y < place ? range.y : range.y + range.height - 1) + by),
    Math.max(0, total - 1),
  )
  const y = Math.min(place, end)
  return { current: { cell, range: { ...range, y, height: Math.max(place, end) - y + 1 }, rangeStack: [] }, end }
}
