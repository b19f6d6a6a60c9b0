import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
  type Active,
  type Announcements,
  type DragEndEvent,
  type Over,
} from '@dnd-kit/core'
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable'
import { GripVertical } from 'lucide-react'
import { useState, type KeyboardEvent, type ReactNode } from 'react'
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

const INSTRUCTIONS = {
  draggable: 'To move it, press Space, then the arrow keys, and Space again. Escape puts it back.',
}

/** A list whose order is changed by its handles: with the pointer, a finger, or Space and the arrow keys. */
export function SortableList<T>({ label, items, keyOf, nameOf, onItems, children }: SortableListProps<T>) {
  const [held, setHeld] = useState(false)
  const sensors = useSensors(
    useSensor(PointerSensor),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const keys = items.map(keyOf)
  const placeOf = ({ id }: Active | Over) => keys.indexOf(String(id))
  const say = (what: string, active: Active, at: Active | Over | null) =>
    at ? `${nameOf(items[placeOf(active)]!)} ${what} ${placeOf(at) + 1} of ${items.length}` : undefined
  const announcements: Announcements = {
    onDragStart: ({ active }) => say('is held at', active, active),
    onDragOver: ({ active, over }) => say('is held at', active, over),
    onDragEnd: ({ active, over }) => say('is now', active, over),
    onDragCancel: ({ active }) => say('is back at', active, active),
  }
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    setHeld(false)
    if (over && over.id !== active.id) onItems(moved(items, placeOf(active), placeOf(over)))
  }
  // Escape puts back what is held: the panel around must see that this was its meaning.
  const onKeyDown = (event: KeyboardEvent) => {
    if (held && event.key === 'Escape') event.preventDefault()
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={[({ transform }) => ({ ...transform, x: 0 })]}
      accessibility={{ announcements, screenReaderInstructions: INSTRUCTIONS }}
      onDragStart={() => setHeld(true)}
      onDragCancel={() => setHeld(false)}
      onDragEnd={onDragEnd}
    >
      <SortableContext items={keys} strategy={verticalListSortingStrategy}>
        <ol
          aria-label={label}
          onKeyDown={onKeyDown}
          className="flex flex-col divide-y divide-line rounded-base border border-line bg-raised"
        >
          {items.map((item, index) => (
            <SortableItem key={keyOf(item)} id={keyOf(item)} name={nameOf(item)}>
              {children(item, index)}
            </SortableItem>
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  )
}

function SortableItem({ id, name, children }: { id: string; name: string; children: ReactNode }) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id,
  })
  return (
    <li
      ref={setNodeRef}
      // `transform` and not `translate`, which the library would take for the item's place when it measures.
      style={{ transform: transform ? `translateY(${transform.y}px)` : undefined, transition }}
      className={cx(
        'flex items-start gap-1 py-1.5 pr-2 pl-0.5 first:rounded-t-base last:rounded-b-base',
        isDragging && 'relative z-10 bg-hover shadow-float',
      )}
    >
      <button
        type="button"
        ref={setActivatorNodeRef}
        {...attributes}
        {...listeners}
        aria-label={`Move ${name}`}
        title="Drag, or Space and the arrow keys"
        className={cx(
          'flex h-6 w-5 shrink-0 cursor-grab touch-none items-center justify-center rounded-small',
          'text-quiet hover:text-ink active:cursor-grabbing',
        )}
      >
        <GripVertical className="size-3.5" aria-hidden />
      </button>
      <div className="min-w-0 flex-1">{children}</div>
    </li>
  )
}
