import { CompactSelection, type GridSelection } from '@glideapps/glide-data-grid'
import { useLayoutEffect, useRef, useState } from 'react'
import { count } from '../ui/format.ts'
import { bandsOf, cellsIn, rangesOf } from './marked-areas.ts'
import { findRange, findWhole, focusOf, rangeOf, type MarkedRange } from './marked-range.ts'
import { changesOf, countMarks, placesOf, withMarks } from './row-marks.ts'
import type { RowMarks, SheetColumn, SheetRows, SheetSelection } from './sheet-types.ts'

/** More rows than this are not named one by one. */
const MOST_NAMED = 10_000
const NOTHING: GridSelection = { columns: CompactSelection.empty(), rows: CompactSelection.empty() }

/** What is marked, by identity: it stays on its rows and columns when places change. */
interface Marked {
  rows: RowMarks | null
  columnIds: readonly string[]
  range: MarkedRange | null
  /** Further ranges beside it. One that is not whole any more is no longer marked. */
  others: readonly MarkedRange[]
}
const UNMARKED: Marked = { rows: null, columnIds: [], range: null, others: [] }

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

  const tell = (next: GridSelection) => {
    const { rows: marks, columnIds, range } = marked.current
    onSelection({
      focus: focusOf(range),
      rows: marks,
      rowCount: countMarks(marks, total),
      cellCount: columnIds.length > 0 ? columnIds.length * total : cellsIn(bandsOf(rangesOf(next), total)),
    })
  }
  const put = (next: GridSelection) => {
    shown.current = next
    setGrid(next)
    tell(next)
  }

  /** Takes over what the grid says a person has done. */
  const change = (next: GridSelection) => {
    // The grid also empties it by itself, when its columns become fewer.
    isEmptied.current = !next.current && next.rows.length + next.columns.length === 0
    const sheet = { rows, columns, total }
    marked.current = {
      rows: marked.current.rows,
      columnIds: next.columns.toArray().map((column) => columns[column]?.id ?? ''),
      range: next.current ? rangeOf(next.current, sheet) : null,
      others: (next.current?.rangeStack ?? []).map((range) =>
        rangeOf({ cell: [range.x, range.y], range, rangeStack: [] }, sheet),
      ),
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

  // Rows and columns have other places now, or rows have become known.
  const latest = useRef<() => void>(() => undefined)
  latest.current = () => {
    const { rows: marks, columnIds, range, others } = marked.current
    const before = shown.current
    let current: GridSelection['current']
    if (range) {
      const sheet = { rows, columns, total }
      const found = findRange(range, sheet, isOwn)
      const whole = found.current ? others.flatMap((other) => findWhole(other, sheet) ?? []) : []
      current = found.current && { ...found.current, rangeStack: whole.map(({ current: { range } }) => range) }
      marked.current = { ...marked.current, range: found.range, others: whole.map((other) => other.range) }
      isEmptied.current = current === undefined
    }
    const next: GridSelection = {
      current,
      rows: placesOf(marks, rows, total),
      columns: columnIds.reduce((all, id) => {
        const at = columns.findIndex((column) => column.id === id)
        return at < 0 ? all : all.add(at)
      }, CompactSelection.empty()),
    }
    if (!isSame(before, next)) put(next)
    else tell(next)
  }
  // Before anything else is done with the places of a new view.
  useLayoutEffect(() => latest.current(), [rows, columns, total])
  useLayoutEffect(() => rows.subscribe((change) => change.kind !== 'cells' && latest.current()), [rows])

  return {
    selection: within(grid, total),
    /** Rows may have moved since it was painted: commands are about this one. */
    now: () => shown.current,
    marked: () => ({ ...marked.current, focus: focusOf(marked.current.range) }),
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
  const [a, b] = [rangesOf(one), rangesOf(other)]
  return (
    one.rows.equals(other.rows) &&
    one.columns.equals(other.columns) &&
    String(one.current?.cell) === String(other.current?.cell) &&
    a.length === b.length &&
    a.every((range, at) => (['x', 'y', 'width', 'height'] as const).every((side) => range[side] === b[at]![side]))
  )
}
