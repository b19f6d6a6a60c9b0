import type { Column, EnrichmentJson, Webset } from '@enrichify/contracts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { columnNames } from '../runs/run-words.ts'
import type { RunRequest } from '../runs/use-start-run.ts'
import { RenameDialog } from '../websets/rename.dialog.tsx'
import { ColumnNameDialog, RetypeDialog } from './column.dialogs.tsx'
import { DeleteWebset } from './delete-webset.tsx'
import type { WebsetChanges } from './use-webset-changes.ts'
import type { SheetViewState } from './view-state.ts'

const ImportDialog = lazyPart(async () => (await import('../imports/import.dialog.tsx')).ImportDialog)
const ExportDialog = lazyPart(async () => (await import('../exports/export.dialog.tsx')).ExportDialog)
const TrashDialog = lazyPart(async () => (await import('./trash.dialog.tsx')).TrashDialog)
const RunsDialog = lazyPart(async () => (await import('../runs/runs.dialog.tsx')).RunsDialog)
const PriceDialog = lazyPart(async () => (await import('../runs/price.dialog.tsx')).PriceDialog)
const CompareDialog = lazyPart(async () => (await import('../columns/compare.dialog.tsx')).CompareDialog)
const ArchiveDialog = lazyPart(async () => (await import('./archive.dialog.tsx')).ArchiveDialog)

export type OpenDialog =
  | { kind: 'import'; file: File }
  | { kind: 'export' | 'trash' | 'runs' | 'archive' | 'rename-webset' | 'delete-webset' }
  | { kind: 'rename-column' | 'retype'; column: Column }
  | { kind: 'compare'; column: Column; plan: EnrichmentJson | null }
  | { kind: 'price'; request: RunRequest; columns: readonly Column[]; refused?: unknown }

interface SheetDialogsProps {
  dialog: OpenDialog | null
  onDialog: (dialog: OpenDialog | null) => void
  webset: Webset
  view: SheetViewState
  changes: WebsetChanges
  onRun: (request: RunRequest) => void
  onStarted: () => void
  /** An editor that is open has the plan of before. */
  onPlanUsed: () => void
}

export function SheetDialogs({
  dialog,
  onDialog,
  webset,
  view,
  changes,
  onRun,
  onStarted,
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
          onStarted={(_, importId) => (close(), view.setImport(importId))}
        />
      )}
      {dialog.kind === 'export' && <ExportDialog webset={webset} view={view.view} onClose={close} />}
      {dialog.kind === 'trash' && <TrashDialog websetId={webset.id} onClose={close} onRestored={changes.reread} />}
      {dialog.kind === 'runs' && <RunsDialog webset={webset} onRun={onRun} onClose={close} />}
      {dialog.kind === 'archive' && <ArchiveDialog websetId={webset.id} onClose={close} />}
      {dialog.kind === 'rename-webset' && <RenameDialog webset={webset} onClose={close} />}
      {dialog.kind === 'delete-webset' && <DeleteWebset webset={webset} onClose={close} />}
      {dialog.kind === 'rename-column' && <ColumnNameDialog column={dialog.column} changes={changes} onClose={close} />}
      {dialog.kind === 'retype' && <RetypeDialog column={dialog.column} changes={changes} onClose={close} />}
      {dialog.kind === 'compare' && (
        <CompareDialog
          webset={webset}
          column={dialog.column}
          plan={dialog.plan}
          onChanged={changes.reread}
          onUsed={onPlanUsed}
          onClose={close}
        />
      )}
      {dialog.kind === 'price' && (
        <PriceDialog
          websetId={webset.id}
          request={dialog.request}
          what={columnNames(askedColumns(dialog.request, dialog.columns))}
          refused={dialog.refused}
          onClose={close}
          onStarted={onStarted}
        />
      )}
    </>
  )
}

function askedColumns({ columnIds }: RunRequest, columns: readonly Column[]): string[] {
  return columns
    .filter((column) => (columnIds ? columnIds.includes(column.id) : column.enrichment !== null))
    .map(({ name }) => name)
}
