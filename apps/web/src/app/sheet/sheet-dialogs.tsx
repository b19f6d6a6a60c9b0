import type { Column, EnrichmentJson, Webset } from '@enrichify/contracts'
import type { RunRequest } from '../../document/use-start-run.ts'
import { columnNames } from '../../features/runs/run-words.ts'
import { ColumnNameDialog, RetypeDialog } from '../../features/sheet/column.dialogs.tsx'
import { DeleteWebset } from '../../features/sheet/delete-webset.tsx'
import type { WebsetDialog } from '../../features/sheet/sheet-actions.ts'
import { RenameDialog } from '../../features/websets/rename.dialog.tsx'
import { lazyPart } from '../../ui/lazy-part.tsx'
import type { SheetViewState } from '../../view/view-state.ts'
import type { WaitingRun } from './use-run-requests.ts'
import type { OpenSheet } from './use-sheet-document.ts'

const ImportDialog = lazyPart(async () => (await import('../../features/imports/import.dialog.tsx')).ImportDialog)
const ExportDialog = lazyPart(async () => (await import('../../features/exports/export.dialog.tsx')).ExportDialog)
const TrashDialog = lazyPart(async () => (await import('../../features/sheet/trash.dialog.tsx')).TrashDialog)
const RunsDialog = lazyPart(async () => (await import('../../features/runs/runs.dialog.tsx')).RunsDialog)
const ChangesDialog = lazyPart(async () => (await import('../../features/sheet/changes.dialog.tsx')).ChangesDialog)
const PriceDialog = lazyPart(async () => (await import('../../features/runs/price.dialog.tsx')).PriceDialog)
const CompareDialog = lazyPart(async () => (await import('../../features/columns/compare.dialog.tsx')).CompareDialog)
const ArchiveDialog = lazyPart(async () => (await import('../../features/sheet/archive.dialog.tsx')).ArchiveDialog)

export type OpenDialog =
  | { kind: 'import'; file: File }
  | { kind: WebsetDialog }
  | { kind: 'rename-column' | 'retype'; column: Column }
  | { kind: 'compare'; column: Column; plan: EnrichmentJson | null }
  | ({ kind: 'price' } & WaitingRun)

interface SheetDialogsProps {
  dialog: OpenDialog | null
  onDialog: (dialog: OpenDialog | null) => void
  webset: Webset
  view: SheetViewState
  open: OpenSheet
  onRun: (request: RunRequest) => void
  onStarted: () => void
  onImport: (importId: string) => void
  /** An open editor still shows the plan from before. */
  onPlanUsed: () => void
}

export function SheetDialogs({
  dialog,
  onDialog,
  webset,
  view,
  open,
  onRun,
  onStarted,
  onImport,
  onPlanUsed,
}: SheetDialogsProps) {
  const close = () => onDialog(null)
  if (!dialog) return null
  return (
    <>
      {dialog.kind === 'import' && (
        <ImportDialog
          file={dialog.file}
          webset={webset}
          onClose={close}
          onStarted={(_, importId) => (close(), onImport(importId))}
        />
      )}
      {dialog.kind === 'export' && <ExportDialog webset={webset} view={view.view} onClose={close} />}
      {dialog.kind === 'trash' && <TrashDialog websetId={webset.id} edits={open.edits} onClose={close} />}
      {dialog.kind === 'runs' && <RunsDialog webset={webset} onRun={onRun} onClose={close} />}
      {dialog.kind === 'changes' && (
        <ChangesDialog webset={webset} onReverted={(id) => open.document.reverted(id)} onClose={close} />
      )}
      {dialog.kind === 'archive' && <ArchiveDialog websetId={webset.id} onClose={close} />}
      {dialog.kind === 'rename-webset' && <RenameDialog webset={webset} onClose={close} />}
      {dialog.kind === 'delete-webset' && <DeleteWebset webset={webset} onClose={close} />}
      {dialog.kind === 'rename-column' && (
        <ColumnNameDialog column={dialog.column} edits={open.edits} onClose={close} />
      )}
      {dialog.kind === 'retype' && <RetypeDialog column={dialog.column} edits={open.edits} onClose={close} />}
      {dialog.kind === 'compare' && (
        <CompareDialog
          webset={webset}
          column={dialog.column}
          plan={dialog.plan}
          edits={open.edits}
          onChanged={open.reread}
          onUsed={onPlanUsed}
          onClose={close}
        />
      )}
      {dialog.kind === 'price' && (
        <PriceDialog
          websetId={webset.id}
          request={dialog.request}
          what={columnNames(columnsToRun(dialog.request, dialog.columns))}
          refused={dialog.refused}
          onClose={close}
          onStarted={onStarted}
        />
      )}
    </>
  )
}

function columnsToRun({ columnIds }: RunRequest, columns: readonly Column[]): string[] {
  return columns
    .filter((column) => (columnIds ? columnIds.includes(column.id) : column.enrichment !== null))
    .map(({ name }) => name)
}
