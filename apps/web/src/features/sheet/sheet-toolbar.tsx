import type { Webset } from '@enrichify/contracts'
import { ChevronDown, Columns3, Ellipsis, FileDown, FileUp, Filter, MessageSquareText, Play } from 'lucide-react'
import type { RefObject } from 'react'
import { TopBar } from '../../parts/top-bar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Menu } from '../../ui/menu.tsx'
import type { Anchor } from '../../ui/popover.tsx'
import { useNarrow } from '../../ui/use-media.ts'
import type { SheetViewState } from '../../view/view-state.ts'
import { PracticeBadge } from './practice-mode.tsx'
import { SearchBox } from './search-box.tsx'
import type { SheetActions } from './sheet-actions.ts'

interface ToolbarProps {
  webset: Webset
  view: SheetViewState
  actions: SheetActions
  searchBox: RefObject<HTMLInputElement | null>
  onFilter: (anchor: Anchor) => void
  onLeaveSearch: () => void
}

export function SheetToolbar({ webset, view, actions, searchBox, onFilter, onLeaveSearch }: ToolbarProps) {
  const narrow = useNarrow()
  const anchorOf = (element: Element): Anchor => element.getBoundingClientRect()
  const search = (
    <SearchBox ref={searchBox} value={view.view.search} onSearch={view.setSearch} onLeave={onLeaveSearch} />
  )
  const filter = (
    <IconButton icon={Filter} label="Filter" onClick={(event) => onFilter(anchorOf(event.currentTarget))} />
  )
  const chat = (
    <IconButton
      icon={MessageSquareText}
      label="Ask the sheet"
      shortcut={actions.chat.shortcut}
      onClick={actions.chat.run}
    />
  )
  const run = (
    <Menu
      label="Run"
      placement="bottom-end"
      actions={actions.run}
      trigger={
        <Button tone="primary" icon={Play} aria-label="Run">
          {!narrow && 'Run'}
          <ChevronDown className="size-3.5" aria-hidden />
        </Button>
      }
    />
  )
  const name = (
    <Menu
      label="Webset"
      actions={actions.webset}
      trigger={
        <button
          type="button"
          className="flex h-control min-w-0 items-center gap-1 rounded-base px-1.5 font-semibold hover:bg-hover"
          title={webset.name}
        >
          <span className="truncate">{webset.name}</span>
          <ChevronDown className="size-3.5 shrink-0 text-quiet" aria-hidden />
        </button>
      }
    />
  )
  const sample = webset.isSample && (
    <span className="shrink-0 rounded-small border border-line-strong px-1.5 text-tiny text-muted">Sample data</span>
  )
  const practice = webset.practice && <PracticeBadge websetId={webset.id} />
  if (narrow) {
    return (
      <>
        <TopBar
          end={
            <>
              {chat}
              {run}
              <Menu
                label="More"
                placement="bottom-end"
                actions={[
                  actions.addColumn,
                  actions.addRow,
                  actions.undo,
                  actions.redo,
                  actions.importFile,
                  actions.exportFile,
                  ...actions.webset,
                ]}
                trigger={<IconButton icon={Ellipsis} label="More" />}
              />
            </>
          }
        >
          {name}
          {practice}
        </TopBar>
        <div
          className={cx(
            'flex shrink-0 items-center gap-1.5 border-b',
            'border-line bg-surface px-3 py-1.5 [&>div]:max-w-none',
          )}
        >
          {search}
          {filter}
        </div>
      </>
    )
  }
  return (
    <TopBar
      end={
        <>
          {chat}
          <IconButton
            icon={FileUp}
            label="Import a file"
            onClick={actions.importFile.run}
            allowed={actions.importFile.canRun?.() ?? true}
          />
          <IconButton
            icon={FileDown}
            label="Export"
            shortcut={actions.exportFile.shortcut}
            onClick={actions.exportFile.run}
            allowed={actions.exportFile.canRun?.() ?? true}
          />
          <Button icon={Columns3} onClick={actions.addColumn.run} allowed={actions.addColumn.canRun?.() ?? true}>
            Add a column
          </Button>
          {run}
        </>
      }
    >
      {name}
      {sample}
      {practice}
      <span className="mx-1 h-4 w-px shrink-0 bg-line" aria-hidden />
      {search}
      {filter}
    </TopBar>
  )
}
