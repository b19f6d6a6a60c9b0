import type { Column } from '@enrichify/contracts'
import { useMemo, type RefObject } from 'react'
import { SheetBody } from '../../features/sheet/sheet-body.tsx'
import type { OpenMenu } from '../../features/sheet/sheet-menus.tsx'
import type { SheetColumn, SheetSelection } from '../../sheet/sheet-types.ts'
import type { SheetHandle } from '../../sheet/sheet.tsx'
import { plural } from '../../ui/format.ts'
import { useTheme } from '../../ui/theme.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { useMedia, useNarrow, useReducedMotion } from '../../ui/use-media.ts'
import type { SheetViewState } from '../../view/view-state.ts'
import type { SheetDocument } from './use-sheet-document.ts'

/** On a phone two columns and the beginning of a third say more than one wide one. */
const NARROW_COLUMN = 150

interface CanvasProps {
  handle: RefObject<SheetHandle | null>
  document: SheetDocument
  view: SheetViewState
  columns: readonly Column[]
  readonly: boolean
  onSelection: (selection: SheetSelection) => void
  onOpenCell: (row: number, columnId: string) => void
  onMenu: (menu: OpenMenu) => void
  onAddColumn: () => void
  onImport: () => void
}

/** The grid with the open webset in it. */
export function SheetCanvas({ handle, document, view, columns, readonly, onMenu, ...canvas }: CanvasProps) {
  const { windows, status, total, runs, edits, changes } = document
  const narrow = useNarrow()
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
  return (
    <SheetBody
      {...canvas}
      ref={handle}
      columns={sheetColumns}
      rows={windows}
      total={total}
      loaded={status.total !== null}
      filtered={view.view.filters.length > 0 || view.view.search !== ''}
      readonly={readonly}
      busy={runs.active !== null}
      theme={useTheme().shown}
      narrow={narrow}
      coarse={useMedia('(pointer: coarse)')}
      still={useReducedMotion()}
      onEdit={(place, columnId, text) => {
        const row = windows.rowAt(place)
        if (row) edits.edit({ rowId: row.id, columnId, text })
      }}
      onClear={(range) => void edits.clear(range)}
      onPaste={(at, table) => void edits.paste(at, table, total)}
      onCopied={(cells, problem) =>
        problem ? toastProblem(problem) : cells > 1 && toast(`${plural(cells, 'cell')} copied`)
      }
      onColumnMenu={(columnId, anchor) => onMenu({ kind: 'column', columnId, anchor })}
      onCellMenu={(row, columnId, anchor) => onMenu({ kind: 'cell', row, columnId, anchor })}
      onResize={(columnId, width) => !readonly && changes.change(columnId, { width })}
      onMoveColumn={(columnId, position) => changes.change(columnId, { position })}
      onAppendRow={edits.appendRow}
      onClearFilters={() => {
        view.setFilters([])
        view.setSearch('')
      }}
    />
  )
}
