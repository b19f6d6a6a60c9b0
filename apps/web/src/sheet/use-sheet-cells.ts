import { GridCellKind, type DataEditorRef, type GridCell, type Item, type Rectangle } from '@glideapps/glide-data-grid'
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import { makeCell } from './cells/sheet-cell.ts'
import type { SheetColumn, SheetOverlay, SheetRows } from './sheet-types.ts'

const LOADING: GridCell = {
  kind: GridCellKind.Loading,
  allowOverlay: false,
  skeletonWidth: 70,
  skeletonHeight: 8,
  skeletonWidthVariability: 70,
}
/** A row that was deleted while its place is still shown. */
const GONE: GridCell = {
  kind: GridCellKind.Text,
  allowOverlay: false,
  data: '',
  displayData: 'moved to the trash',
  readonly: true,
  style: 'faded',
}
const NOTHING: GridCell = { kind: GridCellKind.Text, allowOverlay: false, data: '', displayData: '', readonly: true }
/** How often waiting cells move: often enough to be seen, seldom enough to cost nothing. */
const PULSE_MS = 120
const REMEMBERED = 2000
/** The grid's own column of row numbers. */
const GUTTER = -1
/** The grid writes its accessible table anew with a new `getCell` only. So often at most while cells change. */
const TABLE_MS = 500

interface Options {
  grid: RefObject<DataEditorRef | null>
  rows: SheetRows
  overlay: SheetOverlay
  columns: readonly SheetColumn[]
  readonly: boolean
  busy: boolean
  still: boolean
  theme: string
  frozen: number
}

/** Cells for the grid, and repaints of exactly those that changed and are on the screen. */
export function useSheetCells({ grid, rows, overlay, columns, readonly, busy, still, theme, frozen }: Options) {
  const [version, setVersion] = useState(0)
  const region = useRef<Rectangle>({ x: 0, y: 0, width: 0, height: 0 })
  const changedAt = useRef(new Map<string, number>())

  const getCell = useCallback(
    ([column, index]: Item): GridCell => {
      const id = rows.idAt(index)
      const row = rows.rowAt(index)
      const meta = columns[column]
      if (id !== undefined && rows.isGone(id)) return column === 0 ? GONE : NOTHING
      if (!row || !meta) return LOADING
      const cell = { rowId: row.id, columnId: meta.id }
      return makeCell(row, meta, {
        readonly,
        changedAt: changedAt.current.get(`${row.id}.${meta.id}`) ?? null,
        unsaved: overlay.unsaved(cell),
        isPending: overlay.isPending(cell),
        isLeaving: overlay.isLeaving(row.id),
        isStray: column === 0 && overlay.isStray(row.id),
      })
    },
    // A new function tells the grid to paint everything again.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [rows, columns, readonly, version, theme],
  )

  const visibleColumns = useCallback(() => {
    const { x, width } = region.current
    const seen = new Set(Array.from({ length: frozen }, (_, index) => index))
    for (let column = x; column < x + width; column++) if (column < columns.length) seen.add(column)
    return [...seen]
  }, [columns, frozen])

  // The rows change without React.
  useEffect(() => {
    let table: ReturnType<typeof setTimeout> | undefined
    const leave = rows.subscribe((change) => {
      const { y, height } = region.current
      table ??= setTimeout(() => {
        table = undefined
        setVersion((current) => current + 1)
      }, TABLE_MS)
      const isVisible = (row: number) => row >= y && row <= y + height
      if (change.kind === 'all') return setVersion((current) => current + 1)
      const damage: { cell: Item }[] = []
      if (change.kind === 'rows') {
        for (let row = Math.max(y, change.first); row <= Math.min(y + height, change.last); row++)
          for (const column of visibleColumns()) damage.push({ cell: [column, row] })
      } else {
        if (changedAt.current.size > REMEMBERED) changedAt.current.clear()
        for (const { rowId, index, columnId } of change.cells) {
          if (change.other) changedAt.current.set(`${rowId}.${columnId}`, performance.now())
          const column = columns.findIndex((candidate) => candidate.id === columnId)
          if (column >= 0 && isVisible(index)) damage.push({ cell: [column, index] }, { cell: [GUTTER, index] })
        }
      }
      if (damage.length > 0) grid.current?.updateCells(damage)
    })
    return () => {
      clearTimeout(table)
      leave()
    }
  }, [rows, columns, grid, visibleColumns])

  // Cells that wait for an answer move.
  useEffect(() => {
    if (!busy || still) return
    const timer = setInterval(() => {
      const { y, height } = region.current
      const damage: { cell: Item }[] = []
      for (let row = y; row <= y + height; row++) {
        const marks = rows.rowAt(row)?.marks
        if (!marks) continue
        for (const column of visibleColumns())
          if (marks[columns[column]?.id ?? '']?.pending) damage.push({ cell: [column, row] })
      }
      if (damage.length > 0) grid.current?.updateCells(damage)
    }, PULSE_MS)
    return () => clearInterval(timer)
  }, [busy, still, rows, columns, grid, visibleColumns])

  const onRegion = useCallback(
    (range: Rectangle) => {
      region.current = range
      rows.show(range.y, range.y + range.height)
    },
    [rows],
  )
  return { getCell, onRegion, region }
}
