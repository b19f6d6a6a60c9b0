import type { Column, Webset } from '@enrichify/contracts'
import { useRef, useState } from 'react'
import { useActions } from '../../actions/action-registry.tsx'
import { useAllowed } from '../../api/use-session.ts'
import { RunBar } from '../../features/runs/run-bar.tsx'
import type { ColumnContext } from '../../features/sheet/column-actions.ts'
import { FilterBar } from '../../features/sheet/filter-bar.tsx'
import { useSheetActions } from '../../features/sheet/sheet-actions.ts'
import type { OpenMenu } from '../../features/sheet/sheet-menus.tsx'
import { SheetToolbar } from '../../features/sheet/sheet-toolbar.tsx'
import { StatusStrip } from '../../features/sheet/status-strip.tsx'
import type { SheetSelection } from '../../sheet/sheet-types.ts'
import type { SheetHandle } from '../../sheet/sheet.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { chooseFile, FileDrop } from '../../ui/file-drop.tsx'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { useSheetView } from '../../view/view-state.ts'
import { SheetCanvas } from './sheet-canvas.tsx'
import type { OpenDialog } from './sheet-dialogs.tsx'
import { SheetOverlays } from './sheet-overlays.tsx'
import { SidePanels } from './side-panels.tsx'
import { useRunRequests } from './use-run-requests.ts'
import { useSelectedRows } from './use-selected-rows.ts'
import { useSheetDocument } from './use-sheet-document.ts'

const ImportProgress = lazyPart(async () => (await import('../../features/imports/import-progress.tsx')).ImportProgress)

/** The open webset on the screen: which bar, panel, menu and dialog are there, and what each may do. */
export function SheetWorkspace({ webset }: { webset: Webset }) {
  const { columns } = webset
  const view = useSheetView()
  const document = useSheetDocument(webset, view.view)
  const { windows, status, live, runs, undo, changes, edits } = document
  const selected = useSelectedRows(windows)
  const sheet = useRef<SheetHandle>(null)
  const searchBox = useRef<HTMLInputElement>(null)
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const [editing, setEditing] = useState<Column | 'new' | null>(null)
  const mayEdit = useAllowed('websets.edit')
  const mayRun = useAllowed('enrichment.run')
  const mayDelete = useAllowed('websets.delete')
  const mayImport = useAllowed('imports.run')
  const run = useRunRequests(webset, document.rereadRows, (waiting) => setDialog({ kind: 'price', ...waiting }))

  const openCell = (place: number, columnId: string) => {
    const row = windows.rowAt(place)
    if (!row) return
    setEditing(null)
    view.setOpenCell({ rowId: row.id, columnId })
  }
  const editColumn = (column: Column | null) => {
    if (column) view.setOpenCell(null)
    setEditing(column)
  }
  const select = (next: SheetSelection) => {
    selected.setSelection(next)
    // An open panel follows the selection.
    if (view.openCell && next.current)
      openCell(next.current.row, columns[next.current.column]?.id ?? view.openCell.columnId)
  }
  const runSelected = async (columnIds: string[]) => {
    const rowIds = await selected.ids()
    if (rowIds) run({ ...(columnIds.length > 0 ? { columnIds } : {}), scope: { kind: 'rows', rowIds }, again: true })
  }
  const deleteSelected = async () => {
    const rowIds = await selected.ids()
    if (!rowIds || rowIds.length === 0) return
    sheet.current?.clearSelection()
    await changes.removeRows(rowIds)
  }
  const importFile = (file: File) => setDialog({ kind: 'import', file })
  const context: ColumnContext = {
    view,
    changes,
    mayEdit,
    mayRun,
    mayDelete,
    selectedRows: selected.count,
    run,
    runSelected: (columnIds) => void runSelected(columnIds),
    onRename: (column) => setDialog({ kind: 'rename-column', column }),
    onEdit: editColumn,
    onCompare: (column) => setDialog({ kind: 'compare', column, plan: null }),
    onRetype: (column) => setDialog({ kind: 'retype', column }),
    onFilter: (column) => setMenu({ kind: 'filter', columnId: column.id, anchor: menu?.anchor ?? null }),
  }
  const actions = useSheetActions({
    webset,
    context,
    selection: selected.selection,
    undo: () => void undo(),
    openDialog: (kind) => setDialog({ kind }),
    chooseImport: () => chooseFile(importFile),
    deleteSelected: () => void deleteSelected(),
    openCell,
    appendRow: edits.appendRow,
    onAddColumn: () => setEditing('new'),
    onSearch: () => searchBox.current?.focus(),
    onChat: () => {
      setEditing(null)
      view.setChat(view.chat === null ? 'latest' : null)
    },
  })
  useActions(actions.all)

  return (
    <>
      <title>{`${webset.name} · Enrichify`}</title>
      <SheetToolbar
        webset={webset}
        view={view}
        actions={actions}
        searchBox={searchBox}
        onFilter={(anchor) => setMenu({ kind: 'filter', columnId: null, anchor })}
        onLeaveSearch={() => sheet.current?.focus()}
      />
      <FilterBar view={view} columns={columns} total={status.total} />
      <RunBar
        active={runs.active}
        runs={runs.runs}
        error={runs.query.data ? null : runs.query.error}
        columns={columns}
        onRun={run}
      />
      {view.importId && (
        <ImportProgress
          importId={view.importId}
          onClose={() => view.setImport(null)}
          onFinished={() => changes.reread()}
        />
      )}
      {status.error !== null && <ErrorLine error={status.error} onRetry={() => windows.retry()} />}
      <FileDrop
        onFile={importFile}
        allowed={mayImport}
        label={`Drop a CSV or XLSX file to add its rows to ${webset.name}`}
      >
        <div className="flex h-full">
          <SheetCanvas
            handle={sheet}
            document={document}
            view={view}
            columns={columns}
            readonly={mayEdit !== true}
            onSelection={select}
            onOpenCell={openCell}
            onMenu={setMenu}
            onAddColumn={() => setEditing('new')}
            onImport={() => chooseFile(importFile)}
          />
          <SidePanels
            webset={webset}
            document={document}
            view={view}
            editing={editing}
            onEdit={editColumn}
            onCompare={(column, plan) => setDialog({ kind: 'compare', column, plan })}
            run={run}
            mayEdit={mayEdit}
            mayRun={mayRun}
            selected={selected}
            onClosed={() => sheet.current?.focus()}
          />
        </div>
      </FileDrop>
      <StatusStrip
        total={status.total}
        loading={status.loading}
        live={live}
        selection={selected.selection}
        selectedRows={selected.count}
        columns={columns}
        context={context}
        onDelete={() => void deleteSelected()}
        onOpen={openCell}
        onClear={() => sheet.current?.clearSelection()}
      />
      <SheetOverlays
        webset={webset}
        document={document}
        context={context}
        actions={actions}
        menu={menu}
        onMenu={setMenu}
        dialog={dialog}
        onDialog={setDialog}
        openCell={openCell}
        onPlanUsed={() => setEditing(null)}
      />
    </>
  )
}
