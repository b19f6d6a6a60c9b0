import { CloudOff, PanelRight, Play, Trash2, X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import type { QueueStatus } from '../../document/command-queue.ts'
import type { LiveStatus } from '../../live/live-connection.ts'
import type { CellRef, SheetSelection } from '../../sheet/sheet-types.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { count, plural } from '../../ui/format.ts'
import { newRowKeys } from '../../ui/new-row-keys.ts'
import { useNarrow } from '../../ui/use-media.ts'
import type { ColumnContext } from './column-actions.ts'

interface StripProps {
  total: number | null
  loading: boolean
  live: LiveStatus
  queue: QueueStatus
  selection: SheetSelection
  /** What became of a row. */
  note: { text: string; rowId: number | null } | null
  onShowRow: (rowId: number) => void
  context: ColumnContext
  onDelete: () => void
  onOpen: (cell: CellRef) => void
  onClear: () => void
}

const LIVE_WORDS = { live: 'Live', connecting: 'Connecting…', offline: 'Reconnecting…' } satisfies Record<
  LiveStatus,
  string
>

export function StatusStrip({
  total,
  loading,
  live,
  queue,
  selection,
  note,
  onShowRow,
  context,
  onDelete,
  onOpen,
  onClear,
}: StripProps) {
  const narrow = useNarrow()
  const typed = useSyncExternalStore(newRowKeys.subscribe, newRowKeys.text)
  const { focus, rowCount, cellCount } = selection
  return (
    <footer
      className={cx(
        'flex min-h-9 shrink-0 flex-wrap items-center gap-x-3',
        'border-t border-line bg-paper px-3 text-small text-muted',
      )}
    >
      {rowCount > 0 ? (
        <>
          <span className="font-medium text-ink">{plural(rowCount, 'row')} selected</span>
          <Button
            tone="quiet"
            icon={Play}
            allowed={context.mayRun}
            onClick={() => context.runSelected([])}
            className="h-7!"
          >
            Run
          </Button>
          <Button tone="quiet" icon={Trash2} allowed={context.mayEdit} onClick={onDelete} className="h-7!">
            Delete
          </Button>
          <IconButton icon={X} label="Clear the selection" onClick={onClear} className="size-7!" />
        </>
      ) : (
        <span>{total === null ? '…' : plural(total, 'row')}</span>
      )}
      {cellCount > 1 && rowCount === 0 && <span>{count.format(cellCount)} cells selected</span>}
      {narrow && focus && rowCount === 0 && (
        <Button tone="quiet" icon={PanelRight} onClick={() => onOpen(focus)} className="h-7! text-accent!">
          Details
        </Button>
      )}
      <span role="status" className={cx('flex min-w-0 items-center gap-1', narrow && note && 'order-first basis-full')}>
        {note && (
          <>
            <span className="truncate text-ink">{note.text}</span>
            {note.rowId !== null && (
              <Button tone="quiet" onClick={() => onShowRow(note.rowId!)} className="h-7! shrink-0 text-accent!">
                Show it
              </Button>
            )}
          </>
        )}
      </span>
      <span className="ml-auto flex items-center gap-1.5" role="status">
        {typed !== null && (
          <span className="max-w-64 truncate text-quiet">
            {typed ? `For the new row: “${typed}”` : 'Adding a row…'}
          </span>
        )}
        {queue.waiting > 0 && queue.problem === null && <span className="text-quiet">Saving…</span>}
        {queue.problem !== null && (
          <>
            <CloudOff className="size-3.5 text-warn" aria-hidden />
            <span className="text-warn">{plural(queue.waiting, 'change')} not saved yet</span>
          </>
        )}
        {loading && total !== null && <span className="text-quiet">Reading…</span>}
        <span className={cx('size-1.5 rounded-full', live === 'live' ? 'bg-accent' : 'breathe bg-warn')} aria-hidden />
        {LIVE_WORDS[live]}
      </span>
    </footer>
  )
}
