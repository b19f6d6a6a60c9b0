import { CompactSelection, type GridSelection } from '@glideapps/glide-data-grid'
import { useEffect, useRef, useState } from 'react'
import { count } from '../ui/format.ts'
import { changesOf, countMarks, placesOf, withMarks } from './row-marks.ts'
import type { RowMarks, SheetColumn, SheetRows, SheetSelection } from './sheet-types.ts'

/** More rows than this are not named one by one. */
const MOST_NAMED = 10_000
const NOTHING: GridSelection = { columns: CompactSelection.empty(), rows: CompactSelection.empty() }

/** What is marked, by identity: it stays on its rows and columns when places change. */
interface Marked {
  rows: RowMarks | null
  columnIds: readonly string[]
  /** Corners of the range: the cell with the focus, and the first and last row and column. */
  focus: { rowId: number; columnId: string } | null
  corners: { first: number | undefined; last: number | undefined; left: string; right: string } | null
  /** The focus is on the place below the last row, where a new one begins. */
  isBelow: boolean
}
const UNMARKED: Marked = { rows: null, columnIds: [], focus: null, corners: null, isBelow: false }

interface Options {
  rows: SheetRows
  columns: readonly SheetColumn[]
  total: number
  /** The person changed this row last. */
  isOwn: (rowId: number) => boolean
  onSelection: (selection: SheetSelection) => void
  onProblem: (text: string) => void
}

/** The selection: the grid has it by place, everyone else by the ids of rows and columns. */
export function useGridSelection({ rows, columns, total, isOwn, onSelection, onProblem }: Options) {
  const [grid, setGrid] = useState<GridSelection>(NOTHING)
  const marked = useRef<Marked>(UNMARKED)
  /** Nothing is selected, and not because the person has not been here yet. */
  const isEmptied = useRef(false)
  const shown = useRef(grid)
  shown.current = grid

  const tell = (next: GridSelection) => {
    const { rows: marks, columnIds } = marked.current
    const { width = 0, height = 0 } = next.current?.range ?? {}
    onSelection({
      focus: marked.current.focus,
      rows: marks,
      rowCount: countMarks(marks, total),
      cellCount: columnIds.length > 0 ? columnIds.length * total : width * height,
    })
  }
  const put = (next: GridSelection) => {
    shown.current = next
    setGrid(next)
    tell(next)
  }
  /** Another row than this one is at the place, as far as is known. */
  const isAnother = (place: number, rowId: number | undefined) => {
    const there = rows.idAt(place)
    return rowId !== undefined && there !== undefined && there !== rowId
  }
  const idOf = (column: number) => columns[column]?.id ?? ''

  /** Takes over what the grid says a person has done. */
  const change = (next: GridSelection) => {
    isEmptied.current = false
    const before = marked.current
    const { current } = next
    const at = current?.cell
    const focusId = at && rows.idAt(at[1])
    marked.current = {
      rows: before.rows,
      columnIds: next.columns.toArray().map(idOf),
      focus: at && focusId !== undefined ? { rowId: focusId, columnId: idOf(at[0]) } : null,
      corners: current
        ? {
            first: rows.idAt(current.range.y),
            last: rows.idAt(current.range.y + current.range.height - 1),
            left: idOf(current.range.x),
            right: idOf(current.range.x + current.range.width - 1),
          }
        : null,
      // A row that was added a moment ago is not in `total` yet.
      isBelow: at !== undefined && focusId === undefined && at[1] >= total,
    }
    if (next.rows.equals(shown.current.rows)) return put(next)
    // The box above the row numbers: the whole view, however many rows it has.
    if (next.rows.length === 0 || next.rows.hasAll([0, total])) {
      marked.current.rows = next.rows.length === 0 ? null : { kind: 'all', except: [] }
      return put(next)
    }
    void markRows(next, changesOf(shown.current.rows, next.rows))
  }

  const markRows = async (next: GridSelection, stretches: ReturnType<typeof changesOf>) => {
    const named = async (list: readonly (readonly [number, number])[]) => {
      if (list.reduce((sum, [first, end]) => sum + end - first, 0) > MOST_NAMED) throw new Error(TOO_MANY)
      return (await Promise.all(list.map(([first, end]) => rows.idsBetween(first, end - 1)))).flat()
    }
    try {
      const [added, removed] = [await named(stretches.added), await named(stretches.removed)]
      const marks = withMarks(marked.current.rows, { added, removed })
      if (marks && (marks.kind === 'ids' ? marks.ids : marks.except).length > MOST_NAMED) throw new Error(TOO_MANY)
      marked.current.rows = marks
      put(next)
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error))
    }
  }

  // Rows and columns have other places now, or the places of marked rows have become known.
  const latest = useRef<() => void>(() => undefined)
  latest.current = () => {
    const { rows: marks, columnIds, focus, corners, isBelow } = marked.current
    const before = shown.current
    const columnAt = (id: string) => columns.findIndex((column) => column.id === id)
    const place = focus && rows.placeOf(focus.rowId)
    const column = focus ? columnAt(focus.columnId) : -1
    let { current } = before
    if (current && focus && place !== undefined && place !== null && column >= 0) {
      const first = corners?.first === undefined ? undefined : rows.placeOf(corners.first)
      const last = corners?.last === undefined ? undefined : rows.placeOf(corners.last)
      const [left, right] = corners ? [columnAt(corners.left), columnAt(corners.right)] : [-1, -1]
      const isWhole =
        first !== undefined &&
        last !== undefined &&
        last - first === current.range.height - 1 &&
        left >= 0 &&
        right - left === current.range.width - 1
      current = {
        cell: [column, place],
        range: isWhole
          ? { x: left, y: first, width: right - left + 1, height: last - first + 1 }
          : { x: column, y: place, width: 1, height: 1 },
        rangeStack: [],
      }
    } else if (current && isBelow) {
      const [x] = current.cell
      current = { cell: [x, total], range: { x, y: total, width: 1, height: 1 }, rangeStack: [] }
    } else if (current && focus && column >= 0 && isOwn(focus.rowId) && rows.idAt(current.cell[1]) !== undefined) {
      // The person’s own change took the row out of the view. The focus stays at its place, on the row there now.
      const [, y] = current.cell
      const rowId = rows.idAt(y)!
      const { columnId } = focus
      current = { cell: [column, y], range: { x: column, y, width: 1, height: 1 }, rangeStack: [] }
      marked.current = {
        ...marked.current,
        focus: { rowId, columnId },
        corners: { first: rowId, last: rowId, left: columnId, right: columnId },
      }
    } else if (current && (column < 0 || current.cell[1] >= total || isAnother(current.cell[1], focus?.rowId))) {
      // Its row or column is gone: the focus is not given to another one in silence.
      current = undefined
      isEmptied.current = true
      marked.current = { ...marked.current, focus: null, corners: null }
    }
    const next: GridSelection = {
      current,
      rows: placesOf(marks, rows, total),
      columns: columnIds.reduce((all, id) => {
        const at = columnAt(id)
        return at < 0 ? all : all.add(at)
      }, CompactSelection.empty()),
    }
    if (!isSame(before, next)) put(next)
    else tell(next)
  }
  useEffect(() => latest.current(), [columns, total])
  useEffect(() => rows.subscribe((change) => change.kind !== 'cells' && latest.current()), [rows])

  return {
    selection: within(grid, total),
    marked: () => marked.current,
    change,
    /**
     * With the focus, the grid selects the first cell where nothing is selected. What is typed next would go there,
     * and the person may not have chosen it.
     */
    mayBegin: () => !isEmptied.current,
    clear: () => {
      isEmptied.current = true
      marked.current = UNMARKED
      put(NOTHING)
    },
    select: (row: number, column: number) =>
      change({
        ...NOTHING,
        current: { cell: [column, row], range: { x: column, y: row, width: 1, height: 1 }, rangeStack: [] },
      }),
  }
}
export type SelectionState = ReturnType<typeof useGridSelection>

const TOO_MANY = `At most ${count.format(MOST_NAMED)} rows can be marked by hand. Filter first, or mark all.`

/** The grid clears a selection beyond the place below the last row. It gets there when rows leave the view. */
function within(selection: GridSelection, total: number): GridSelection {
  const { current } = selection
  if (!current || current.cell[1] <= total) return selection
  const [x] = current.cell
  return { ...selection, current: { cell: [x, total], range: { x, y: total, width: 1, height: 1 }, rangeStack: [] } }
}

function isSame(one: GridSelection, other: GridSelection): boolean {
  const [a, b] = [one.current, other.current]
  return (
    one.rows.equals(other.rows) &&
    one.columns.equals(other.columns) &&
    (a === b ||
      (a !== undefined &&
        b !== undefined &&
        a.cell[0] === b.cell[0] &&
        a.cell[1] === b.cell[1] &&
        (['x', 'y', 'width', 'height'] as const).every((side) => a.range[side] === b.range[side])))
  )
}
