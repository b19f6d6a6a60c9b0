import type { Column } from '@enrichify/contracts'
import { useMemo, useRef, type RefObject } from 'react'
import { SheetBody } from '../../features/sheet/sheet-body.tsx'
import type { OpenMenu } from '../../features/sheet/sheet-menus.tsx'
import type { SheetHandle } from '../../sheet/sheet-handle.ts'
import type { CellRef, SheetColumn, SheetSelection } from '../../sheet/sheet-types.ts'
import { plural } from '../../ui/format.ts'
import { useTheme } from '../../ui/theme.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import type { Typed } from '../../ui/type-ahead.ts'
import { useMedia, useNarrow, useReducedMotion } from '../../ui/use-media.ts'
import type { SheetViewState } from '../../view/view-state.ts'
import type { OpenSheet } from './use-sheet-document.ts'

/** On a phone two columns and the beginning of a third say more than one wide one. */
const NARROW_COLUMN = 150

interface CanvasProps {
  handle: RefObject<SheetHandle | null>
  open: OpenSheet
  view: SheetViewState
  columns: readonly Column[]
  readonly: boolean
  onSelection: (selection: SheetSelection) => void
  onOpenCell: (cell: CellRef) => void
  onEscape: () => boolean
  onMenu: (menu: OpenMenu) => void
  onAppendRow: (typed?: readonly Typed[]) => void
  onAddColumn: () => void
  onImport: () => void
}

/** The grid with the open webset in it. */
export function SheetCanvas({ handle, open, view, columns, readonly, onMenu, onSelection, ...canvas }: CanvasProps) {
  const { document, rows, status, total, runs, edits, rest, strays } = open
  const narrow = useNarrow()
  /** Once is enough: who may only look knows it then. */
  const isTold = useRef(false)
  /** What the person saw when the editor opened. */
  const seen = useRef<{ cell: CellRef; version: number } | null>(null)
  const sheetColumns = useMemo(
    () =>
      columns.map((column): SheetColumn => ({
        id: column.id,
        name: column.name,
        kind: column.kind,
        width: narrow ? Math.min(column.width, NARROW_COLUMN) : column.width,
        options: column.settings.options ?? [],
        isEnrichment: column.enrichment !== null,
      })),
    [columns, narrow],
  )
  const overlay = useMemo(
    () => ({
      unsaved: (cell: CellRef) => document.pending.refusal(cell),
      isPending: (cell: CellRef) => document.pending.isPending(cell),
      isLeaving: (rowId: number) => document.isLeaving(rowId),
      isStray: (rowId: number) => strays.has(rowId),
    }),
    [document, strays],
  )
  return (
    <SheetBody
      {...canvas}
      ref={handle}
      columns={sheetColumns}
      rows={rows}
      overlay={overlay}
      total={total}
      loaded={status.total !== null}
      filtered={view.view.filters.length > 0 || view.view.search !== ''}
      readonly={readonly}
      busy={runs.active !== null}
      theme={useTheme().shown}
      coarse={useMedia('(pointer: coarse)')}
      still={useReducedMotion()}
      onSelection={(selection) => {
        rest.focused(selection.focus?.rowId ?? null)
        onSelection(selection)
      }}
      onEditing={(cell) => {
        if (cell) seen.current = { cell, version: document.version }
        rest.editing(cell?.rowId ?? null)
      }}
      onEdit={(cell, text) => {
        const at = seen.current
        const isSame = at?.cell.rowId === cell.rowId && at.cell.columnId === cell.columnId
        rest.edited(cell.rowId)
        edits.edit(cell, text, isSame ? at.version : undefined)
      }}
      onClear={(areas) => void edits.clear(areas)}
      onPaste={(paste) => {
        rest.edited(...paste.rowIds)
        void edits.paste(paste).then(rest.joined)
      }}
      onCopied={(cells) => cells > 1 && void toast(`${plural(cells, 'cell')} copied`)}
      onProblem={toastProblem}
      onReadonly={() => {
        if (!isTold.current) toast('You can look at this sheet, but not change it.')
        isTold.current = true
      }}
      onColumnMenu={(columnId, anchor) => onMenu({ kind: 'column', columnId, anchor })}
      onCellMenu={(cell, anchor) => onMenu({ kind: 'cell', cell, anchor })}
      onResize={(columnId, width) => !readonly && edits.changeColumn(columnId, { width })}
      onMoveColumn={(columnId, position) => edits.changeColumn(columnId, { position })}
      onClearFilters={() => {
        view.setFilters([])
        view.setSearch('')
      }}
    />
  )
}
