import { DataEditorCore, ImageWindowLoaderImpl, type DataEditorRef, type GridColumn } from '@glideapps/glide-data-grid'
import { Plus } from 'lucide-react'
import '@glideapps/glide-data-grid/dist/index.css'
import { useMemo, useRef, useState, type Ref } from 'react'
import { cx } from '../ui/cx.ts'
import { newRowKeys } from '../ui/new-row-keys.ts'
import { forgetFits } from './cells/fit-text.ts'
import { plainRenderers } from './cells/row-marker.renderer.ts'
import { makeCellRenderer } from './cells/sheet-cell.renderer.ts'
import type { SheetCell } from './cells/sheet-cell.ts'
import { gridTheme, readPalette } from './cells/sheet-palette.ts'
import { useClipboard } from './clipboard/use-clipboard.ts'
import { GRID_KEYS } from './grid-keys.ts'
import { makeHeaderIcons } from './header-icons.ts'
import { areasOf, markedCells, placePaste, readTable } from './marked-cells.ts'
import { useSheetHandle, type SheetHandle } from './sheet-handle.ts'
import { sheetKeys } from './sheet-keys.ts'
import type { SheetColumn, SheetEvents, SheetOverlay, SheetRows } from './sheet-types.ts'
import { TypingField } from './typing-field.tsx'
import { useEditing } from './use-editing.ts'
import { useFocusOrigin } from './use-focus-origin.ts'
import { useGridSelection } from './use-grid-selection.ts'
import { useResizing } from './use-resizing.ts'
import { useSheetCells } from './use-sheet-cells.ts'
import { useTyping } from './use-typing.ts'

interface SheetProps extends SheetEvents {
  ref?: Ref<SheetHandle>
  columns: readonly SheetColumn[]
  rows: SheetRows
  overlay: SheetOverlay
  total: number
  readonly: boolean
  /** Answers are on their way, so waiting cells may move. */
  busy: boolean
  /** Changes with the theme, so that the canvas is painted again. */
  theme: string
  coarse: boolean
  still: boolean
}

/** The first column stays in sight. */
const FROZEN = 1
/**
 * The grid: rows and columns come in as props, what a person does goes out as callbacks, which name rows and columns by
 * their ids. It knows no server.
 */
export function Sheet(props: SheetProps) {
  const { columns, rows, overlay, total, readonly, theme, coarse, still } = props
  const grid = useRef<DataEditorRef>(null)
  const frame = useRef<HTMLDivElement>(null)
  const { widthOf, ...resizing } = useResizing(props.onResize)
  /** The focus is coming back to the grid by itself. */
  const isReturning = useRef(false)
  const isBrought = useFocusOrigin()
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
  const plain = useMemo(() => plainRenderers(() => palette, rows, overlay), [palette, rows, overlay])
  const icons = useMemo(() => makeHeaderIcons(() => palette.accent), [palette])
  const look = useMemo(() => gridTheme(palette), [palette])
  const { getCell, onRegion, region } = useSheetCells({ ...props, grid, frozen: FROZEN })

  /** The row that the person changed last. */
  const own = useRef<number | null>(null)
  const isOwn = (rowId: number) => own.current === rowId
  const onEdit: SheetProps['onEdit'] = (cell, text) => {
    own.current = cell.rowId
    props.onEdit(cell, text)
  }
  const { selection, now, marked, change, clear, select, mayBegin } = useGridSelection({ ...props, isOwn })
  const typing = useTyping({
    frame,
    rows,
    columns,
    total,
    place: () => now().current?.cell,
    select: (row, column) => moveTo(row, column),
    onEdit,
    onAppendRow: props.onAppendRow,
    focus: () => marked().focus,
    onProblem: props.onProblem,
  })
  useEditing(rows, columns, props.onEditing, onEdit)

  const moveTo = (row: number, column: number) => {
    select(row, column)
    grid.current?.scrollTo(column, row)
  }
  const cells = () => markedCells(now(), marked(), props)
  const fail = (error: unknown) => props.onProblem(error instanceof Error ? error.message : String(error))
  const empty = () => {
    const chosen = cells()
    if (readonly) return props.onReadonly()
    if (chosen.length === 0) return
    own.current = marked().focus?.rowId ?? null
    void areasOf(chosen, rows).then(props.onClear, fail)
  }
  const clipboard = useClipboard(frame, {
    read: () => {
      const chosen = cells()
      return chosen.length > 0 ? readTable(chosen, rows, total) : null
    },
    clear: empty,
    paste: (table) => {
      const [first, ...more] = cells()
      if (readonly) props.onReadonly()
      else if (first) {
        own.current = marked().focus?.rowId ?? null
        void placePaste([first, ...more], table, { rows, columns, total }).then(props.onPaste, fail)
      }
    },
    onCopied: props.onCopied,
    onProblem: props.onProblem,
  })

  const selected = selection.current
  const mayWrite = (row: number) => {
    const rowId = rows.idAt(row)
    return rowId === undefined ? row < total : !rows.isGone(rowId) && !overlay.isLeaving(rowId)
  }
  const onKeyDown = sheetKeys({ ...props, grid, region, selection, now, change, moveTo, mayWrite, typing })
  const write = (text: string) => {
    const row = now().current?.cell[1]
    if (row === total) props.onAppendRow([{ text, leave: null }])
    else if (newRowKeys.isTaking || (row !== undefined && mayWrite(row))) typing.write(text)
  }
  const onNew = (rowId: number) => (own.current = rowId)
  useSheetHandle(props.ref, { onNew, grid, rows, columns, selected, clear, moveTo, typing, ...clipboard, empty })

  const gridColumns = useMemo(
    () =>
      columns.map((column): GridColumn => ({
        id: column.id,
        title: column.name,
        width: widthOf(column),
        icon: column.isEnrichment ? 'question' : `kind-${column.kind}`,
        hasMenu: true,
      })),
    [columns, widthOf],
  )
  const idAt = (index: number) => columns[index]?.id ?? ''

  return (
    <div
      ref={frame}
      data-sheet
      role="presentation"
      className="h-full min-h-0 w-full overflow-hidden"
      onFocusCapture={({ relatedTarget }) => {
        if (isBrought(relatedTarget)) return
        isReturning.current = true
        // The grid selects a cell while this event goes on.
        setTimeout(() => (isReturning.current = false))
      }}
    >
      {!readonly && !coarse && (
        <TypingField
          grid={grid}
          frame={frame}
          place={selected?.cell}
          cell={marked().focus}
          onText={write}
          onLeft={onEdit}
        />
      )}
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
        onGridSelectionChange={(next) => {
          if (isReturning.current && !mayBegin()) return
          const [from, to] = [selection.current?.cell, next.current?.cell]
          change(next)
          if (to) newRowKeys.stop()
          if (to && (from?.[0] !== to[0] || from[1] !== to[1])) typing.moved(to[1], to[0])
        }}
        rangeSelect="multi-rect"
        rowHeight={coarse ? palette.rowHeightTouch : palette.rowHeight}
        headerHeight={coarse ? palette.rowHeightTouch : palette.headerHeight}
        freezeColumns={FROZEN}
        rowMarkers={{ kind: 'both', theme: { bgCell: look.bgHeader ?? '' } }}
        theme={look}
        headerIcons={icons}
        renderers={plain}
        customRenderers={renderers}
        imageWindowLoader={imageLoader}
        keybindings={GRID_KEYS}
        cellActivationBehavior="double-click"
        editorBloom={[0, 0]}
        maxColumnWidth={1200}
        minColumnWidth={60}
        smoothScrollX
        smoothScrollY
        onCellEdited={(_, cell) => {
          const { draft, original, rowId, columnId } = (cell as SheetCell).data
          if (draft !== original) onEdit({ rowId, columnId }, draft)
        }}
        onDelete={() => {
          empty()
          return false
        }}
        onPaste={false}
        onCellActivated={() => readonly && props.onReadonly()}
        onKeyDown={onKeyDown}
        onCellClicked={([column, row], event) => {
          // The grid takes the focus only for a cell that was not selected before.
          if (selected?.cell[0] === column && selected.cell[1] === row) grid.current?.focus()
          const value = rows.rowAt(row)?.cells[idAt(column)]
          const isLink = columns[column]?.kind === 'url' && typeof value === 'string' && /^https?:/i.test(value)
          if (isLink && (event.ctrlKey || event.metaKey)) window.open(value, '_blank', 'noopener,noreferrer')
        }}
        onCellContextMenu={([column, row], event) => {
          event.preventDefault()
          const { x, y } = event.bounds
          const rowId = rows.idAt(row)
          if (rowId === undefined) return
          props.onCellMenu(
            { rowId, columnId: idAt(column) },
            { x: x + event.localEventX, y: y + event.localEventY, width: 1, height: 1 },
          )
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
        {...resizing}
        {...(readonly
          ? {}
          : {
              onColumnMoved: (from: number, to: number) => props.onMoveColumn(idAt(from), to),
              // The grid would open an editor in a row that it guesses; the owner goes to the row once it is there.
              onRowAppended: () => (props.onAppendRow(), new Promise<undefined>(() => undefined)),
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
