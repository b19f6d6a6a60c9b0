import type { Column, Webset } from '@enrichify/contracts'
import { useEffect, useRef, useState } from 'react'
import { useActions } from '../../actions/action-registry.tsx'
import { useAllowed } from '../../api/use-session.ts'
import { RunBar } from '../../features/runs/run-bar.tsx'
import { cellActions } from '../../features/sheet/cell-actions.ts'
import type { ColumnContext } from '../../features/sheet/column-actions.ts'
import { FilterBar } from '../../features/sheet/filter-bar.tsx'
import { mayUndo } from '../../features/sheet/may-undo.ts'
import { useSheetActions } from '../../features/sheet/sheet-actions.ts'
import type { OpenMenu } from '../../features/sheet/sheet-menus.tsx'
import { SheetToolbar } from '../../features/sheet/sheet-toolbar.tsx'
import { StatusStrip } from '../../features/sheet/status-strip.tsx'
import { UnsavedBar } from '../../features/sheet/unsaved-bar.tsx'
import { ViewWaits } from '../../features/sheet/view-waits.tsx'
import { WaitingBar } from '../../features/sheet/waiting-bar.tsx'
import type { SheetHandle } from '../../sheet/sheet-handle.ts'
import type { CellRef, SheetSelection } from '../../sheet/sheet-types.ts'
import { ErrorLine } from '../../ui/error-state.tsx'
import { chooseFile, FileDrop } from '../../ui/file-drop.tsx'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { useNarrow } from '../../ui/use-media.ts'
import { useSheetView } from '../../view/view-state.ts'
import { SheetCanvas } from './sheet-canvas.tsx'
import type { OpenDialog } from './sheet-dialogs.tsx'
import { SheetOverlays } from './sheet-overlays.tsx'
import { SidePanels } from './side-panels.tsx'
import { useAddRow } from './use-add-row.ts'
import { useDrafts } from './use-drafts.ts'
import { useMarkedRows } from './use-marked-rows.ts'
import { useRowNote } from './use-row-note.ts'
import { useRunRequests } from './use-run-requests.ts'
import { useSheetDocument } from './use-sheet-document.ts'
import { useLeaveRemoved, useVisitImports } from './use-visit-imports.ts'

/** How much of a phone’s screen a panel takes. */
const PANEL_SHARE = 0.72
const ImportProgress = lazyPart(async () => (await import('../../features/imports/import-progress.tsx')).ImportProgress)

/** The open webset on the screen: which bar, panel, menu and dialog are there, and what each may do. */
export function SheetWorkspace({ webset: stored }: { webset: Webset }) {
  const view = useSheetView()
  const sheet = useRef<SheetHandle>(null)
  const searchBox = useRef<HTMLInputElement>(null)
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const [editing, setEditing] = useState<Column | 'new' | null>(null)
  const open = useSheetDocument(stored, view.view, () => setDialog({ kind: 'changes' }))
  const { webset, rows, status, live, runs, undo, edits } = open
  const { columns } = webset
  const marked = useMarkedRows(open)
  const { note, close: closeNote } = useRowNote(open, view.view)
  const mayEdit = useAllowed('websets.edit')
  const mayRun = useAllowed('enrichment.run')
  const mayImport = useAllowed('imports.run')
  const run = useRunRequests(webset, open.reread, (waiting) => setDialog({ kind: 'price', ...waiting }))

  const openCell = (cell: CellRef) => {
    setEditing(null)
    view.setOpenCell(cell)
  }
  /** A row that the view does not have is shown in the panel. */
  const show = (cell: CellRef) => {
    if (rows.placeOf(cell.rowId) === undefined) openCell(cell)
    else sheet.current?.select(cell.rowId, cell.columnId)
  }
  const closePanel = () => {
    setEditing(null)
    view.setOpenCell(null)
    sheet.current?.focus()
  }
  const editColumn = (column: Column | null) => {
    if (column) view.setOpenCell(null)
    setEditing(column)
  }
  const select = (next: SheetSelection) => {
    const before = marked.selection.focus
    marked.setSelection(next)
    // An open panel follows the focus.
    const { focus } = next
    if (view.openCell && focus && (focus.rowId !== before?.rowId || focus.columnId !== before.columnId)) openCell(focus)
  }
  const runMarked = async (columnIds: string[]) => {
    const scope = await marked.scope()
    if (scope) run({ ...(columnIds.length > 0 ? { columnIds } : {}), scope, again: true })
  }
  const deleteMarked = () => {
    const { rows: marks } = marked.selection
    if (!marks) return
    sheet.current?.clearSelection()
    void edits.deleteRows(marks)
  }
  const addRow = useAddRow(sheet, open)
  useDrafts(open.drafts, columns, (column) => {
    view.setOpenCell(null)
    setEditing(column)
  })
  // The panel takes its place from the grid: the cell stays in sight beside it, or above it on a phone.
  const narrow = useNarrow()
  const { rowId: openRow, columnId: openColumn } = view.openCell ?? {}
  const wasOpen = useRef(false)
  useEffect(() => {
    const isOpen = openRow !== undefined && openColumn !== undefined
    // The panel was closed by Back, and the focus was in it.
    if (wasOpen.current && !isOpen && document.activeElement === document.body) sheet.current?.focus()
    wasOpen.current = isOpen
    if (!isOpen) return
    const frame = requestAnimationFrame(() =>
      sheet.current?.reveal(openRow, openColumn, narrow ? Math.round(innerHeight * PANEL_SHARE) : 0),
    )
    return () => cancelAnimationFrame(frame)
  }, [openRow, openColumn, narrow])
  const addImport = useVisitImports(open.document)
  const leaveRemoved = useLeaveRemoved()
  const importFile = (file: File) => setDialog({ kind: 'import', file })
  const context: ColumnContext = {
    view,
    edits,
    mayEdit,
    mayRun,
    selectedRows: marked.selection.rowCount,
    run,
    runSelected: (columnIds) => void runMarked(columnIds),
    onRename: (column) => setDialog({ kind: 'rename-column', column }),
    onEdit: editColumn,
    onCompare: (column) => setDialog({ kind: 'compare', column, plan: null }),
    onRetype: (column) => setDialog({ kind: 'retype', column }),
    onFilter: (column) => setMenu({ kind: 'filter', columnId: column.id, anchor: menu?.anchor ?? null }),
  }
  const actions = useSheetActions({
    webset,
    context,
    selection: marked.selection,
    undo: undo.undo,
    mayUndo: mayUndo(mayEdit, open.refusals, open.nameOf),
    redo: undo.redo,
    openDialog: (kind) => setDialog({ kind }),
    chooseImport: () => chooseFile(importFile),
    deleteSelected: deleteMarked,
    openCell: (cell) => {
      const { openCell: open } = view
      // The key that opened the panel closes it.
      if (open?.rowId === cell.rowId && open.columnId === cell.columnId) closePanel()
      else openCell(cell)
    },
    appendRow: () => void addRow(),
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
      <ViewWaits awaited={open.awaited} live={live} />
      <RunBar
        active={runs.active}
        runs={runs.runs}
        error={runs.query.data ? null : runs.query.error}
        columns={columns}
        fromArchive={webset.archiveId !== null}
        onRun={run}
      />
      {view.importId && (
        <ImportProgress
          importId={view.importId}
          onClose={() => view.setImport(null)}
          onFinished={open.reread}
          onWebsetRemoved={leaveRemoved}
        />
      )}
      {status.error !== null && <ErrorLine error={status.error} onRetry={() => rows.retry()} />}
      <FileDrop
        onFile={importFile}
        allowed={mayImport}
        label={`Drop a CSV or XLSX file to add its rows to ${webset.name}`}
      >
        <div className="flex h-full">
          <SheetCanvas
            handle={sheet}
            open={open}
            view={view}
            columns={columns}
            readonly={mayEdit !== true}
            onSelection={select}
            onEscape={() => {
              const isOpen = view.openCell !== null || editing !== null
              if (isOpen) closePanel()
              return isOpen
            }}
            onOpenCell={openCell}
            onMenu={setMenu}
            onAppendRow={(typed) => void addRow(typed)}
            onAddColumn={() => setEditing('new')}
            onImport={() => chooseFile(importFile)}
          />
          <SidePanels
            webset={webset}
            open={open}
            view={view}
            editing={editing}
            onEdit={editColumn}
            onCompare={(column, plan) => setDialog({ kind: 'compare', column, plan })}
            run={run}
            mayEdit={mayEdit}
            mayRun={mayRun}
            selected={marked}
            onClosed={() => sheet.current?.focus()}
          />
        </div>
      </FileDrop>
      <UnsavedBar
        refusals={open.refusals}
        focus={marked.selection.focus}
        webset={webset}
        edits={edits}
        nameOf={open.nameOf}
        onShow={show}
        onTrash={() => setDialog({ kind: 'trash' })}
      />
      <WaitingBar queue={open.queue} steps={open.steps} onRetry={() => open.document.queue.retry()} />
      <StatusStrip
        total={status.total}
        loading={status.loading || open.awaited !== null}
        live={live}
        queue={open.queue}
        selection={marked.selection}
        note={note}
        onShowRow={(rowId) => {
          closeNote()
          show({ rowId, columnId: columns[0]?.id ?? '' })
        }}
        context={context}
        onDelete={deleteMarked}
        onOpen={openCell}
        onClear={() => sheet.current?.clearSelection()}
      />
      <SheetOverlays
        webset={webset}
        open={open}
        context={context}
        menu={menu}
        onMenu={setMenu}
        dialog={dialog}
        onDialog={setDialog}
        cellActions={(cell) =>
          cellActions(cell, {
            selection: marked.selection,
            mayEdit,
            actions,
            openCell,
            copy: () => sheet.current?.copy(),
            paste: () => void sheet.current?.paste(),
            clear: () => sheet.current?.empty(),
            deleteRows: (rowId) =>
              rowId === null ? deleteMarked() : void edits.deleteRows({ kind: 'ids', ids: [rowId] }),
          })
        }
        onImport={(importId) => {
          addImport(importId)
          view.setImport(importId)
        }}
        onPlanUsed={() => setEditing(null)}
      />
    </>
  )
}
