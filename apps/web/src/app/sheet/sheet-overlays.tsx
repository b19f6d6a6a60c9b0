import type { Webset } from '@enrichify/contracts'
import type { Dispatch, SetStateAction } from 'react'
import type { ColumnContext } from '../../features/sheet/column-actions.ts'
import type { SheetActions } from '../../features/sheet/sheet-actions.ts'
import { SheetMenus, type OpenMenu } from '../../features/sheet/sheet-menus.tsx'
import type { CellRef } from '../../sheet/sheet-types.ts'
import { SheetDialogs, type OpenDialog } from './sheet-dialogs.tsx'
import type { OpenSheet } from './use-sheet-document.ts'

interface OverlaysProps {
  webset: Webset
  open: OpenSheet
  context: ColumnContext
  actions: SheetActions
  menu: OpenMenu | null
  onMenu: Dispatch<SetStateAction<OpenMenu | null>>
  dialog: OpenDialog | null
  onDialog: (dialog: OpenDialog | null) => void
  openCell: (cell: CellRef) => void
  onPlanUsed: () => void
}

/** What is over the sheet: the menus of the canvas, and the dialogs. */
export function SheetOverlays({
  webset,
  open,
  context,
  actions,
  menu,
  onMenu,
  dialog,
  onDialog,
  openCell,
  onPlanUsed,
}: OverlaysProps) {
  return (
    <>
      <SheetMenus menu={menu} onMenu={onMenu} webset={webset} context={context} actions={actions} openCell={openCell} />
      <SheetDialogs
        dialog={dialog}
        onDialog={onDialog}
        webset={webset}
        view={context.view}
        open={open}
        onRun={context.run}
        onStarted={open.reread}
        onPlanUsed={onPlanUsed}
      />
    </>
  )
}
