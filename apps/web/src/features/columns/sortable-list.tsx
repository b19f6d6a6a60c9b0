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
  const placeOf = (thing: Active | Over | null) => keys.indexOf(String(thing?.id))
  const name = (thing: Active) => nameOf(items[placeOf(thing)]!)
  const say = (what: string, active: Active, over: Over | null) =>
    over ? `${name(active)} ${what} ${placeOf(over) + 1} of ${items.length}` : undefined
  const announcements: Announcements = {
    onDragStart: ({ active }) => `${name(active)} is picked up, ${placeOf(active) + 1} of ${items.length}`,
    onDragOver: ({ active, over }) => say('would be', active, over),
    onDragEnd: ({ active, over }) => say('is now', active, over),
    onDragCancel: ({ active }) => say('is back at', active, active as unknown as Over),
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
      style={{
        translate: transform ? `0 ${transform.y}px` : undefined,
        transition: transition?.replace('transform', 'translate'),
      }}
      className={cx(
        'flex items-start gap-1 py-1.5 pr-2 pl-0.5 first:rounded-t-base last:rounded-b-base',
        isDragging && 'relative z-10 bg-accent-soft shadow-float',
      )}
    >
      <button
        type="button"
        ref={setActivatorNodeRef}
        {...attributes}
        {...listeners}
        aria-label={`Move ${name}`}
        title="Drag, or Space and the arrow keys"
        className="flex h-6 w-5 shrink-0 cursor-grab touch-none items-center justify-center rounded-small text-quiet hover:text-ink active:cursor-grabbing"
      >
        <GripVertical className="size-3.5" aria-hidden />
      </button>
      <div className="min-w-0 flex-1">{children}</div>
    </li>
  )
}
