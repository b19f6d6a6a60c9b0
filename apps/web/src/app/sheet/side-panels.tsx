import type { Column, EnrichmentJson, Webset } from '@enrichify/contracts'
import type { Allowed } from '../../api/use-session.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import type { SheetViewState } from '../../view/view-state.ts'
import type { MarkedRows } from './use-marked-rows.ts'
import type { AskForRun } from './use-run-requests.ts'
import type { OpenSheet } from './use-sheet-document.ts'

const CellPanel = lazyPart(async () => (await import('../../features/cells/cell.panel.tsx')).CellPanel)
const ChatPanel = lazyPart(async () => (await import('../../features/chats/chat.panel.tsx')).ChatPanel)
const ColumnPanel = lazyPart(async () => (await import('../../features/columns/column.panel.tsx')).ColumnPanel)

interface PanelsProps {
  webset: Webset
  open: OpenSheet
  view: SheetViewState
  /** The column in the editor; `new`: one that is being added. */
  editing: Column | 'new' | null
  onEdit: (column: Column | null) => void
  onCompare: (column: Column, plan: EnrichmentJson | null) => void
  run: AskForRun
  mayEdit: Allowed
  mayRun: Allowed
  selected: MarkedRows
  onClosed: () => void
}

/** Beside the sheet: a column's editor, or a cell, or the chat. One at a time. */
export function SidePanels({
  webset,
  open,
  view,
  editing,
  onEdit,
  onCompare,
  run,
  mayEdit,
  mayRun,
  selected,
  onClosed,
}: PanelsProps) {
  const { edits } = open
  const readonly = mayEdit !== true
  const close = () => {
    onEdit(null)
    view.setOpenCell(null)
    onClosed()
  }
  const closeChat = () => {
    view.setChat(null)
    onClosed()
  }
  return (
    <>
      {view.chat !== null && (
        // Hidden, not removed, while another panel is in front: what was being typed is still there afterwards.
        <div className={editing !== null || view.openCell ? 'hidden' : 'contents'}>
          <ChatPanel
            webset={webset}
            wanted={view.chat}
            view={view}
            mayEdit={mayEdit}
            mayRun={mayRun}
            onClose={closeChat}
            onChanged={open.reread}
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
          selected={selected.read}
          selectedCount={selected.selection.rowCount}
          edits={edits}
          drafts={open.drafts}
          changedBy={open.document.columnAuthors.since}
          onClose={close}
          onChanged={open.reread}
          onCompare={onCompare}
          run={run}
        />
      ) : (
        view.openCell && (
          <CellPanel
            webset={webset}
            cell={view.openCell}
            steps={open.steps}
            row={open.rows.row(view.openCell.rowId)}
            edits={edits}
            readonly={readonly}
            onClose={close}
            onRun={run}
            mayRun={mayRun}
            onEdit={onEdit}
          />
        )
      )}
    </>
  )
}
