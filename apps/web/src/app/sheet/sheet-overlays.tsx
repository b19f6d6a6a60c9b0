import type { Webset } from '@enrichify/contracts'
import type { ColumnContext } from '../../features/sheet/column-actions.ts'
import type { SheetActions } from '../../features/sheet/sheet-actions.ts'
import { SheetMenus, type OpenMenu } from '../../features/sheet/sheet-menus.tsx'
import { SheetDialogs, type OpenDialog } from './sheet-dialogs.tsx'
import type { SheetDocument } from './use-sheet-document.ts'

interface OverlaysProps {
  webset: Webset
  document: SheetDocument
  context: ColumnContext
  actions: SheetActions
  menu: OpenMenu | null
  onMenu: (menu: OpenMenu | null) => void
  dialog: OpenDialog | null
  onDialog: (dialog: OpenDialog | null) => void
  openCell: (row: number, columnId: string) => void
  onPlanUsed: () => void
}

/** What is over the sheet: the menus of the canvas, and the dialogs. */
export function SheetOverlays({
  webset,
  document,
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
        changes={document.changes}
        onRun={context.run}
        onStarted={document.rereadRows}
        onPlanUsed={onPlanUsed}
      />
    </>
  )
}
