import type { Column } from '@enrichify/contracts'
import { PanelRight, Play, Trash2, X } from 'lucide-react'
import type { LiveStatus } from '../../live/live-connection.ts'
import type { SheetSelection } from '../../sheet/sheet-types.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { count, plural } from '../../ui/format.ts'
import { useNarrow } from '../../ui/use-media.ts'
import type { ColumnContext } from './column-actions.ts'

interface StripProps {
  total: number | null
  loading: boolean
  live: LiveStatus
  selection: SheetSelection
  selectedRows: number
  columns: readonly Column[]
  context: ColumnContext
  onDelete: () => void
  onOpen: (row: number, columnId: string) => void
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
  selection,
  selectedRows,
  columns,
  context,
  onDelete,
  onOpen,
  onClear,
}: StripProps) {
  const narrow = useNarrow()
  const { current, range } = selection
  const cells =
    range && selectedRows === 0 ? (range.lastRow - range.firstRow + 1) * (range.lastColumn - range.firstColumn + 1) : 0
  const column = current ? columns[current.column] : undefined
  return (
    <footer className="flex h-9 shrink-0 items-center gap-3 border-t border-line bg-paper px-3 text-small text-muted">
      {selectedRows > 0 ? (
        <>
          <span className="font-medium text-ink">{plural(selectedRows, 'row')} selected</span>
          <Button
            tone="quiet"
            icon={Play}
            allowed={context.mayRun}
            onClick={() => context.runSelected([])}
            className="h-7!"
          >
            Run
          </Button>
          <Button tone="quiet" icon={Trash2} allowed={context.mayDelete} onClick={onDelete} className="h-7!">
            Delete
          </Button>
          <IconButton icon={X} label="Clear the selection" onClick={onClear} className="size-7!" />
        </>
      ) : (
        <span>{total === null ? '…' : plural(total, 'row')}</span>
      )}
      {cells > 1 && <span>{count.format(cells)} cells selected</span>}
      {narrow && current && column && selectedRows === 0 && (
        <Button
          tone="quiet"
          icon={PanelRight}
          onClick={() => onOpen(current.row, column.id)}
          className="h-7! text-accent!"
        >
          Details
        </Button>
      )}
      <span className="ml-auto flex items-center gap-1.5" role="status">
        {loading && total !== null && <span className="text-quiet">Reading…</span>}
        <span className={cx('size-1.5 rounded-full', live === 'live' ? 'bg-accent' : 'breathe bg-warn')} aria-hidden />
        {LIVE_WORDS[live]}
      </span>
    </footer>
  )
}
