import type { Webset } from '@enrichify/contracts'
import type { Dispatch, SetStateAction } from 'react'
import type { Action } from '../../actions/action.ts'
import type { ColumnContext } from '../../features/sheet/column-actions.ts'
import { SheetMenus, type OpenMenu } from '../../features/sheet/sheet-menus.tsx'
import type { CellRef } from '../../sheet/sheet-types.ts'
import { SheetDialogs, type OpenDialog } from './sheet-dialogs.tsx'
import type { OpenSheet } from './use-sheet-document.ts'

interface OverlaysProps {
  webset: Webset
  open: OpenSheet
  context: ColumnContext
  menu: OpenMenu | null
  onMenu: Dispatch<SetStateAction<OpenMenu | null>>
  dialog: OpenDialog | null
  onDialog: (dialog: OpenDialog | null) => void
  cellActions: (cell: CellRef) => readonly Action[]
  /** An import of a file into this webset was started. */
  onImport: (importId: string) => void
  onPlanUsed: () => void
}

/** What is over the sheet: the menus of the canvas, and the dialogs. */
export function SheetOverlays({
  webset,
  open,
  context,
  menu,
  onMenu,
  dialog,
  onDialog,
  cellActions,
  onImport,
  onPlanUsed,
}: OverlaysProps) {
  return (
    <>
      <SheetMenus menu={menu} onMenu={onMenu} webset={webset} context={context} cellActions={cellActions} />
      <SheetDialogs
        dialog={dialog}
        onDialog={onDialog}
        webset={webset}
        view={context.view}
        open={open}
        onRun={context.run}
        onStarted={open.reread}
        onImport={onImport}
        onPlanUsed={onPlanUsed}
      />
    </>
  )
}
