import { GripVertical } from 'lucide-react'
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { cx } from '../../ui/cx.ts'
import { moved } from './column-draft.ts'

interface SortableListProps<T> {
  label: string
  items: readonly T[]
  keyOf: (item: T) => string
  nameOf: (item: T) => string
  onItems: (items: T[]) => void
  children: (item: T, index: number) => ReactNode
}

/** A list whose order is drawn by its handles, with a finger too, or changed by Alt and the arrow keys. */
export function SortableList<T>({ label, items, keyOf, nameOf, onItems, children }: SortableListProps<T>) {
  const list = useRef<HTMLOListElement>(null)
  const [held, setHeld] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const move = (from: number, to: number): boolean => {
    const item = items[from]
    if (item === undefined || to < 0 || to >= items.length || to === from) return false
    onItems(moved(items, from, to))
    setSaid(`${nameOf(item)} is now ${to + 1} of ${items.length}`)
    return true
  }
  const onKeyDown = (event: KeyboardEvent<HTMLLIElement>, index: number) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (!event.altKey || !step) return
    event.preventDefault()
    const focused = document.activeElement as HTMLElement | null
    // A node that is put elsewhere loses the focus.
    if (move(index, index + step)) requestAnimationFrame(() => focused?.focus())
  }
  const onPointerMove = (event: PointerEvent) => {
    if (held === null) return
    const from = items.findIndex((item) => keyOf(item) === held)
    const to = [...(list.current?.children ?? [])].findIndex(
      (item) => event.clientY < item.getBoundingClientRect().bottom,
    )
    const target = list.current?.children[to]?.getBoundingClientRect()
    // Past the middle of what it would push away: rows of different heights would else jump to and fro.
    if (
      target &&
      (to > from ? event.clientY > target.top + target.height / 2 : event.clientY < target.top + target.height / 2)
    )
      move(from, to)
  }
  return (
    <>
      <ol
        ref={list}
        aria-label={label}
        className="flex flex-col divide-y divide-line rounded-base border border-line bg-raised"
      >
        {items.map((item, index) => {
          const key = keyOf(item)
          return (
            <li
              key={key}
              onKeyDown={(event) => onKeyDown(event, index)}
              className={cx(
                'flex items-start gap-1 py-1.5 pr-2 pl-0.5 first:rounded-t-base last:rounded-b-base',
                held === key && 'bg-accent-soft',
              )}
            >
              <button
                type="button"
                aria-label={`Move ${nameOf(item)}`}
                title="Drag, or Alt and the arrow keys"
                onPointerDown={(event) => {
                  event.currentTarget.setPointerCapture(event.pointerId)
                  setHeld(key)
                }}
                onPointerMove={onPointerMove}
                onPointerUp={() => setHeld(null)}
                onPointerCancel={() => setHeld(null)}
                className="flex h-6 w-5 shrink-0 cursor-grab touch-none items-center justify-center rounded-small text-quiet hover:text-ink active:cursor-grabbing"
              >
                <GripVertical className="size-3.5" aria-hidden />
              </button>
              <div className="min-w-0 flex-1">{children(item, index)}</div>
            </li>
          )
        })}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
    </>
  )
}
