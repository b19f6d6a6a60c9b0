import type { Column } from '@enrichify/contracts'
import { X } from 'lucide-react'
import { cx } from '../../ui/cx.ts'
import { count } from '../../ui/format.ts'
import type { SheetViewState } from '../../view/view-state.ts'
import { filterWords } from '../../words/filter-words.ts'

/** The filters and the order of the view, each with a button that removes it. Hidden when there are none. */
export function FilterBar({
  view,
  columns,
  total,
}: {
  view: SheetViewState
  columns: readonly Column[]
  total: number | null
}) {
  const { filters, sort, search } = view.view
  if (filters.length === 0 && !sort && !search) return null
  const sorted = columns.find((column) => sort?.startsWith(`${column.id}:`))
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1.5 border-b border-line bg-paper px-3 py-1.5">
      {search && <Chip text={`Contains “${search}”`} onRemove={() => view.setSearch('')} />}
      {filters.map((filter, index) => (
        <Chip
          key={JSON.stringify(filter)}
          text={filterWords(filter, columns)}
          onRemove={() => view.setFilters(filters.filter((_, place) => place !== index))}
        />
      ))}
      {sorted && (
        <Chip
          text={`Sorted by ${sorted.name}, ${sort?.endsWith('asc') ? 'ascending' : 'descending'}`}
          onRemove={() => view.setSort(sorted.id, null)}
        />
      )}
      {total !== null && (
        <span className="ml-1 text-small text-quiet">
          {count.format(total)} {total === 1 ? 'row' : 'rows'}
        </span>
      )}
    </div>
  )
}

function Chip({ text, onRemove }: { text: string; onRemove: () => void }) {
  return (
    <span
      className={cx(
        'inline-flex max-w-full items-center rounded-full border',
        'border-accent-line bg-accent-soft pl-2.5 text-small text-accent-strong',
      )}
    >
      <span className="truncate">{text}</span>
      <button
        type="button"
        aria-label={`Remove: ${text}`}
        onClick={onRemove}
        className="m-0.5 rounded-full p-1 hover:bg-pressed"
      >
        <X className="size-3" aria-hidden />
      </button>
    </span>
  )
}
