import { ClipboardPaste, Copy, Eraser, PanelRight, Trash2 } from 'lucide-react'
import type { Action } from '../../actions/action.ts'
import type { Allowed } from '../../api/use-session.ts'
import type { CellRef, SheetSelection } from '../../sheet/sheet-types.ts'
import { plural } from '../../ui/format.ts'
import type { SheetActions } from './sheet-actions.ts'

export interface CellActionsContext {
  selection: SheetSelection
  mayEdit: Allowed
  actions: Pick<SheetActions, 'undo' | 'redo' | 'addRow'>
  openCell: (cell: CellRef) => void
  copy: () => void
  paste: () => void
  clear: () => void
  /** The marked rows, or this one if it is not marked. */
  deleteRows: (rowId: number | null) => void
}

/** What the menu of a cell offers. What the role never allows is left out: a menu under the pointer is read quickly. */
export function cellActions(cell: CellRef, context: CellActionsContext): Action[] {
  const { selection, actions } = context
  const { rows, rowCount, cellCount } = selection
  const isMarked =
    rows !== null && (rows.kind === 'ids' ? rows.ids.includes(cell.rowId) : !rows.except.includes(cell.rowId))
  const group = 'clipboard'
  const open: Action = {
    name: 'cell.open',
    label: 'Evidence and history',
    icon: PanelRight,
    shortcut: 'space',
    run: () => context.openCell(cell),
  }
  const copy: Action = { name: 'cell.copy', label: 'Copy', icon: Copy, group, shortcut: 'mod+c', run: context.copy }
  if (context.mayEdit !== true) return [open, copy]
  return [
    open,
    copy,
    { name: 'cell.paste', label: 'Paste', icon: ClipboardPaste, group, shortcut: 'mod+v', run: context.paste },
    {
      name: 'cell.clear',
      label: isMarked
        ? 'Empty the marked rows'
        : cellCount > 1
          ? `Empty ${plural(cellCount, 'cell')}`
          : 'Empty the cell',
      icon: Eraser,
      group,
      shortcut: 'delete',
      run: context.clear,
    },
    { ...actions.undo, group: 'edit' },
    { ...actions.redo, group: 'edit' },
    { ...actions.addRow, group: 'edit' },
    {
      name: 'row.delete',
      label: `Move ${isMarked && rowCount > 1 ? plural(rowCount, 'row') : 'the row'} to the trash`,
      icon: Trash2,
      group: 'danger',
      danger: true,
      run: () => context.deleteRows(isMarked ? null : cell.rowId),
    },
  ]
}
