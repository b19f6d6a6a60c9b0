import type { Column, Webset } from '@enrichify/contracts'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useActions } from '../../actions/action-registry.tsx'
import { useAllowed } from '../../api/use-session.ts'
import { makeCellEdits } from '../../document/cell-edits.ts'
import type { RowWindows } from '../../document/row-windows.ts'
import { useRowWindows } from '../../document/use-row-windows.ts'
import { needsPrice, useStartRun, type RunRequest } from '../../document/use-start-run.ts'
import { useUndo } from '../../document/use-undo.ts'
import { useWebsetChanges } from '../../document/use-webset-changes.ts'
import { useRuns } from '../../document/use-webset.ts'
import { RunBar } from '../../features/runs/run-bar.tsx'
import type { ColumnContext } from '../../features/sheet/column-actions.ts'
import { FilterBar } from '../../features/sheet/filter-bar.tsx'
import { useSheetActions } from '../../features/sheet/sheet-actions.ts'
import { SheetBody } from '../../features/sheet/sheet-body.tsx'
import { SheetMenus, type OpenMenu } from '../../features/sheet/sheet-menus.tsx'
import { SheetToolbar } from '../../features/sheet/sheet-toolbar.tsx'
import { StatusStrip } from '../../features/sheet/status-strip.tsx'
import { useLiveWebset } from '../../live/use-live-webset.ts'
import { countRows } from '../../sheet/selection.ts'
import type { SheetColumn, SheetSelection } from '../../sheet/sheet-types.ts'
import type { SheetHandle } from '../../sheet/sheet.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { chooseFile, FileDrop } from '../../ui/file-drop.tsx'
import { plural } from '../../ui/format.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { useTheme } from '../../ui/theme.ts'
import { toast, toastProblem } from '../../ui/toast.ts'
import { useMedia, useNarrow, useReducedMotion } from '../../ui/use-media.ts'
import { useSheetView } from '../../view/view-state.ts'
import { SheetDialogs, type OpenDialog } from './sheet-dialogs.tsx'

const CellPanel = lazyPart(async () => (await import('../../features/cells/cell.panel.tsx')).CellPanel)
const ChatPanel = lazyPart(async () => (await import('../../features/chats/chat.panel.tsx')).ChatPanel)
const ColumnPanel = lazyPart(async () => (await import('../../features/columns/column.panel.tsx')).ColumnPanel)
const ImportProgress = lazyPart(async () => (await import('../../features/imports/import-progress.tsx')).ImportProgress)

const NO_SELECTION: SheetSelection = { current: null, range: null, rows: [] }
/** On a phone two columns and the beginning of a third say more than one wide one. */
const NARROW_COLUMN = 150
/** The API's limit of rows named one by one. */
const MOST_NAMED_ROWS = 10_000

export function SheetWorkspace({ webset }: { webset: Webset }) {
  const { id } = webset
  const navigate = useNavigate()
  const narrow = useNarrow()
  const view = useSheetView()
  const { windows, status } = useRowWindows(id, view.view)
  const latest = useRef<RowWindows | null>(null)
  latest.current = windows
  const live = useLiveWebset(
    id,
    useCallback(() => latest.current, []),
  )
  const { query: runsQuery, runs, active } = useRuns(id, live === 'live', windows)
  const sheet = useRef<SheetHandle>(null)
  const searchBox = useRef<HTMLInputElement>(null)
  const [selection, setSelection] = useState<SheetSelection>(NO_SELECTION)
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const [editing, setEditing] = useState<Column | 'new' | null>(null)
  const adding = editing !== null
  const setAdding = (open: boolean) => setEditing(open ? 'new' : null)
  const mayEdit = useAllowed('websets.edit')
  const mayRun = useAllowed('enrichment.run')
  const mayDelete = useAllowed('websets.delete')
  const mayImport = useAllowed('imports.run')
  const undo = useUndo(id, windows)
  const changes = useWebsetChanges(id, windows)
  const { columns } = webset
  const run = useStartRun(
    id,
    useCallback(() => latest.current?.invalidate(), []),
    (request, refused) => setDialog({ kind: 'price', request, columns, refused }),
  )
  // `added`: columns that this page's copy of the webset does not have yet, or not as they are now.
  const ask = (request: RunRequest, added: readonly Column[] = []) => {
    const all = [...columns.filter((column) => !added.some((other) => other.id === column.id)), ...added]
    if (needsPrice(request, all)) setDialog({ kind: 'price', request, columns: all })
    else void run(request)
  }
  const total = status.total ?? webset.rows
  const edits = useMemo(
    () => makeCellEdits({ websetId: id, columns, windows, undo: (times) => void undo(times) }),
    [id, columns, windows, undo],
  )
  const selectedRows = countRows(selection.rows)

  const selectedHeld = async () =>
    (await Promise.all(selection.rows.map(([first, last]) => windows.rows(first, last)))).flat()
  const selectedIds = async (): Promise<number[] | null> => {
    if (selectedRows > MOST_NAMED_ROWS) {
      toastProblem(`At most ${plural(MOST_NAMED_ROWS, 'row')} can be chosen by hand. Filter, or run on all.`)
      return null
    }
    return (await selectedHeld()).map((row) => row.id)
  }
  const openCell = (row: number, columnId: string) => {
    const held = windows.rowAt(row)
    if (!held) return
    setAdding(false)
    view.setOpenCell({ rowId: held.id, columnId })
  }
  const select = (next: SheetSelection) => {
    setSelection(next)
    // An open panel follows the eye.
    if (view.openCell && next.current)
      openCell(next.current.row, columns[next.current.column]?.id ?? view.openCell.columnId)
  }
  const context: ColumnContext = {
    view,
    changes,
    mayEdit,
    mayRun,
    mayDelete,
    selectedRows,
    run: ask,
    runSelected: (columnIds) =>
      void selectedIds().then(
        (rowIds) =>
          rowIds &&
          ask({ ...(columnIds.length > 0 ? { columnIds } : {}), scope: { kind: 'rows', rowIds }, again: true }),
      ),
    onRename: (column: Column) => setDialog({ kind: 'rename-column', column }),
    onEdit: (column: Column) => {
      view.setOpenCell(null)
      setEditing(column)
    },
    onCompare: (column: Column) => setDialog({ kind: 'compare', column, plan: null }),
    onRetype: (column: Column) => setDialog({ kind: 'retype', column }),
    onFilter: (column: Column) =>
      setMenu({ kind: 'filter', columnId: column.id, anchor: menu && 'anchor' in menu ? menu.anchor : null }),
  }
  const deleteSelected = () =>
    void selectedIds().then(async (rowIds) => {
      if (!rowIds || rowIds.length === 0) return
      sheet.current?.clearSelection()
      await changes.removeRows(rowIds)
    })
  const chooseImport = () => chooseFile((file) => setDialog({ kind: 'import', file }))
  const actions = useSheetActions({
    webset,
    context,
    selection,
    undo: () => void undo(),
    openDialog: (kind) => setDialog({ kind }),
    chooseImport,
    deleteSelected,
    openCell,
    appendRow: edits.appendRow,
    onAddColumn: () => setAdding(true),
    onSearch: () => searchBox.current?.focus(),
    onChat: () => (setAdding(false), view.setChat(view.chat === null ? 'latest' : null)),
    onLeave: () => void navigate('/'),
  })
  useActions(actions.all)

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
  const readonly = mayEdit !== true
  const closePanel = () => {
    setAdding(false)
    view.setOpenCell(null)
    sheet.current?.focus()
  }
  const closeChat = () => {
    view.setChat(null)
    sheet.current?.focus()
  }
  return (
    <>
      <title>{`${webset.name} · Enrichify`}</title>
      <SheetToolbar
        webset={webset}
        live={live}
        view={view}
        actions={actions}
        searchBox={searchBox}
        onFilter={(anchor) => setMenu({ kind: 'filter', columnId: null, anchor })}
        onLeaveSearch={() => sheet.current?.focus()}
      />
      <FilterBar view={view} columns={columns} total={status.total} />
      <RunBar
        active={active}
        runs={runs}
        error={runsQuery.data ? null : runsQuery.error}
        columns={columns}
        onRun={ask}
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
        onFile={(file) => setDialog({ kind: 'import', file })}
        allowed={mayImport}
        label={`Drop a CSV or XLSX file to add its rows to ${webset.name}`}
      >
        <div className="flex h-full">
          <SheetBody
            ref={sheet}
            columns={sheetColumns}
            rows={windows}
            total={total}
            loaded={status.total !== null}
            filtered={view.view.filters.length > 0 || view.view.search !== ''}
            readonly={readonly}
            busy={active !== null}
            theme={useTheme().shown}
            narrow={narrow}
            coarse={useMedia('(pointer: coarse)')}
            still={useReducedMotion()}
            onSelection={select}
            onEdit={(row, columnId, text) => {
              const held = windows.rowAt(row)
              if (held) edits.edit({ rowId: held.id, columnId, text })
            }}
            onClear={(range) => void edits.clear(range)}
            onPaste={(at, table) => void edits.paste(at, table, total)}
            onCopied={(cells, problem) =>
              problem ? toastProblem(problem) : cells > 1 && toast(`${plural(cells, 'cell')} copied`)
            }
            onOpenCell={openCell}
            onColumnMenu={(columnId, anchor) => setMenu({ kind: 'column', columnId, anchor })}
            onCellMenu={(row, columnId, anchor) => setMenu({ kind: 'cell', row, columnId, anchor })}
            onResize={(columnId, width) => !readonly && changes.change(columnId, { width })}
            onMoveColumn={(columnId, position) => changes.change(columnId, { position })}
            onAppendRow={edits.appendRow}
            onAddColumn={() => setAdding(true)}
            onImport={chooseImport}
            onClearFilters={() => {
              view.setFilters([])
              view.setSearch('')
            }}
          />
          {view.chat !== null && (
            // Kept while another panel is in front: what was being typed is still there afterwards.
            <div className={adding || view.openCell ? 'hidden' : 'contents'}>
              <ChatPanel
                webset={webset}
                wanted={view.chat}
                view={view}
                mayEdit={mayEdit}
                mayRun={mayRun}
                onClose={closeChat}
                onChanged={changes.reread}
              />
            </div>
          )}
          {editing !== null ? (
            <ColumnPanel
              key={editing === 'new' ? 'new' : editing.id}
              webset={webset}
              column={editing === 'new' ? null : editing}
              readonly={readonly}
              mayRun={mayRun}
              selected={selectedHeld}
              selectedCount={selectedRows}
              onClose={closePanel}
              onChanged={changes.reread}
              onCompare={(column, plan) => setDialog({ kind: 'compare', column, plan })}
              run={ask}
            />
          ) : (
            view.openCell && (
              <CellPanel
                webset={webset}
                cell={view.openCell}
                windows={windows}
                readonly={readonly}
                onClose={closePanel}
                onRun={ask}
                mayRun={mayRun}
                onSave={edits.edit}
                onEdit={context.onEdit}
              />
            )
          )}
        </div>
      </FileDrop>
      <StatusStrip
        total={status.total}
        loading={status.loading}
        live={live}
        selection={selection}
        selectedRows={selectedRows}
        columns={columns}
        context={context}
        onDelete={deleteSelected}
        onOpen={openCell}
        onClear={() => sheet.current?.clearSelection()}
      />
      <SheetMenus
        menu={menu}
        onMenu={setMenu}
        webset={webset}
        context={context}
        actions={actions}
        openCell={openCell}
      />
      <SheetDialogs
        dialog={dialog}
        onDialog={setDialog}
        webset={webset}
        view={view}
        changes={changes}
        onRun={ask}
        onStarted={() => latest.current?.invalidate()}
        onPlanUsed={() => setEditing(null)}
      />
    </>
  )
}
