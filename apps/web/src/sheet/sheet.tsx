import {
  CompactSelection,
  DataEditorCore,
  ImageWindowLoaderImpl,
  loadingCellRenderer,
  markerCellRenderer,
  newRowCellRenderer,
  textCellRenderer,
  type DataEditorRef,
  type GridColumn,
  type GridSelection,
} from '@glideapps/glide-data-grid'
import { Plus } from 'lucide-react'
import '@glideapps/glide-data-grid/dist/index.css'
import { useImperativeHandle, useMemo, useRef, useState, type Ref } from 'react'
import { cx } from '../ui/cx.ts'
import { typeAhead } from '../ui/type-ahead.ts'
import { forgetFits } from './cells/fit-text.ts'
import { makeCellRenderer } from './cells/sheet-cell.renderer.ts'
import type { SheetCell } from './cells/sheet-cell.ts'
import { gridTheme, readPalette } from './cells/sheet-palette.ts'
import { useClipboard } from './clipboard/use-clipboard.ts'
import { makeHeaderIcons } from './header-icons.ts'
import { fillRange, readTable } from './read-table.ts'
import { readSelection } from './selection.ts'
import type { SheetColumn, SheetEvents, SheetRows } from './sheet-types.ts'
import { useSheetCells } from './use-sheet-cells.ts'

export interface SheetHandle {
  focus: () => void
  select: (row: number, column: number) => void
  clearSelection: () => void
}

interface SheetProps extends SheetEvents {
  ref?: Ref<SheetHandle>
  columns: readonly SheetColumn[]
  rows: SheetRows
  total: number
  readonly: boolean
  /** Answers are on their way, so waiting cells may move. */
  busy: boolean
  /** Changes with the theme, so that the canvas is painted again. */
  theme: string
  narrow: boolean
  coarse: boolean
  still: boolean
}

const NOTHING: GridSelection = { columns: CompactSelection.empty(), rows: CompactSelection.empty() }
const RENDERERS = [loadingCellRenderer, markerCellRenderer, newRowCellRenderer, textCellRenderer] as never
const KEYS = {
  copy: false,
  cut: false,
  paste: false,
  search: false,
  downFill: false,
  rightFill: false,
  activateCell: 'Enter|shift+Enter|F2',
} as const

/** The grid: rows and columns come in as props, what a person does goes out as callbacks. It knows no server. */
export function Sheet(props: SheetProps) {
  const { columns, rows, total, readonly, theme, narrow, coarse, still } = props
  const grid = useRef<DataEditorRef>(null)
  const frame = useRef<HTMLDivElement>(null)
  const [selection, setSelection] = useState<GridSelection>(NOTHING)
  const [resizing, setResizing] = useState<{ id: string; width: number } | null>(null)
  const [imageLoader] = useState(() => new ImageWindowLoaderImpl())
  const palette = useMemo(() => {
    forgetFits()
    return readPalette()
  }, [theme])
  const renderers = useMemo(
    () => [
      makeCellRenderer(
        () => palette,
        () => still,
      ),
    ],
    [palette, still],
  )
  const icons = useMemo(() => makeHeaderIcons(() => palette.accent), [palette])
  const look = useMemo(() => gridTheme(palette), [palette])
  const frozen = narrow ? 0 : 1
  const { getCell, onRegion } = useSheetCells({ ...props, grid, frozen })

  const change = (next: GridSelection) => {
    const [from, to] = [selection.current?.cell, next.current?.cell]
    // The click went elsewhere: keys typed before it do not belong to the new place.
    if (from?.[0] !== to?.[0] || from?.[1] !== to?.[1]) typeAhead.take()
    setSelection(next)
    props.onSelection(readSelection(next, total, columns.length))
  }
  useImperativeHandle(props.ref, () => ({
    focus: () => grid.current?.focus(),
    select: (row, column) => {
      change({
        ...NOTHING,
        current: { cell: [column, row], range: { x: column, y: row, width: 1, height: 1 }, rangeStack: [] },
      })
      grid.current?.scrollTo(column, row)
      grid.current?.focus()
    },
    clearSelection: () => change(NOTHING),
  }))

  const range = () => readSelection(selection, total, columns.length).range
  useClipboard(frame, {
    read: () => readTable(rows, columns, range()),
    clear: () => {
      const cleared = range()
      if (cleared && !readonly) props.onClear(cleared)
    },
    paste: (table) => {
      const at = range()
      if (at && !readonly) props.onPaste({ row: at.firstRow, column: at.firstColumn }, fillRange(table, at))
    },
    onCopied: props.onCopied,
  })

  const gridColumns = useMemo(
    () =>
      columns.map((column): GridColumn => ({
        id: column.id,
        title: column.name,
        width: resizing?.id === column.id ? resizing.width : column.width,
        icon: column.isEnrichment ? 'question' : `kind-${column.kind}`,
        hasMenu: true,
      })),
    [columns, resizing],
  )
  const idAt = (index: number) => columns[index]?.id ?? ''

  return (
    <div ref={frame} data-sheet role="presentation" className="h-full min-h-0 w-full overflow-hidden">
      <DataEditorCore
        ref={grid}
        width="100%"
        height="100%"
        columns={gridColumns}
        rows={total}
        getCellContent={getCell}
        getCellsForSelection={true}
        onVisibleRegionChanged={onRegion}
        gridSelection={selection}
        onGridSelectionChange={change}
        rangeSelect="rect"
        rowHeight={coarse ? palette.rowHeightTouch : palette.rowHeight}
        headerHeight={coarse ? palette.rowHeightTouch : palette.headerHeight}
        freezeColumns={frozen}
        rowMarkers={{ kind: 'both', theme: { bgCell: look.bgHeader ?? '' } }}
        theme={look}
        headerIcons={icons}
        renderers={RENDERERS}
        customRenderers={renderers}
        imageWindowLoader={imageLoader}
        keybindings={KEYS}
        cellActivationBehavior="double-click"
        editorBloom={[0, 0]}
        maxColumnWidth={1200}
        minColumnWidth={60}
        smoothScrollX
        smoothScrollY
        onCellEdited={([column, row], cell) => {
          const { draft, original } = (cell as SheetCell).data
          if (draft !== original) props.onEdit(row, idAt(column), draft)
        }}
        onDelete={() => {
          const cleared = range()
          if (cleared && !readonly) props.onClear(cleared)
          return false
        }}
        onPaste={false}
        onKeyDown={(event) => {
          const row = selection.current?.cell[1]
          const types =
            !event.ctrlKey &&
            !event.metaKey &&
            !event.altKey &&
            !readonly &&
            row !== undefined &&
            rows.rowAt(row) !== undefined
          if (types && typeAhead.press(event.key, event.shiftKey)) event.cancel()
        }}
        onCellClicked={([column, row], event) => {
          const value = rows.rowAt(row)?.cells[idAt(column)]
          const isLink = columns[column]?.kind === 'url' && typeof value === 'string' && /^https?:/i.test(value)
          if (isLink && (event.ctrlKey || event.metaKey)) window.open(value, '_blank', 'noopener,noreferrer')
        }}
        onCellContextMenu={([column, row], event) => {
          event.preventDefault()
          const { x, y } = event.bounds
          props.onCellMenu(row, idAt(column), {
            x: x + event.localEventX,
            y: y + event.localEventY,
            width: 1,
            height: 1,
          })
        }}
        onHeaderClicked={(column, event) => {
          // A small triangle is hard to hit with a finger, so the whole header opens the menu.
          if (coarse) props.onColumnMenu(idAt(column), event.bounds)
        }}
        onHeaderMenuClick={(column, bounds) => props.onColumnMenu(idAt(column), bounds)}
        onHeaderContextMenu={(column, event) => {
          event.preventDefault()
          props.onColumnMenu(idAt(column), event.bounds)
        }}
        onColumnResize={(column, width) => column.id && setResizing({ id: column.id, width: Math.round(width) })}
        onColumnResizeEnd={(column, width) => column.id && props.onResize(column.id, Math.round(width))}
        {...(readonly
          ? {}
          : {
              onColumnMoved: (from: number, to: number) => props.onMoveColumn(idAt(from), to),
              onRowAppended: props.onAppendRow,
              trailingRowOptions: { hint: 'Add a row', addIcon: 'plus', sticky: false, tint: false },
            })}
        rightElementProps={{ fill: false, sticky: false }}
        rightElement={
          readonly ? undefined : (
            <button
              type="button"
              onClick={props.onAddColumn}
              className={cx(
                'flex items-center gap-1.5 border-b border-line-strong px-3',
                'text-small font-medium whitespace-nowrap text-muted hover:text-accent',
              )}
              style={{ height: palette.headerHeight }}
            >
              <Plus className="size-3.5" aria-hidden /> Add a column
            </button>
          )
        }
      />
    </div>
  )
}
