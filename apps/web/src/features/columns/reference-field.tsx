import type { Column } from '@enrichify/contracts'
import { useId, useRef, useState, type ComponentProps, type KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import { cx } from '../../ui/cx.ts'
import { TextArea } from '../../ui/field.tsx'
import { openReference, putReference, suggestColumns, unknownReferences } from './reference-typing.ts'

interface ReferenceFieldProps extends Omit<ComponentProps<typeof TextArea>, 'value' | 'onChange'> {
  value: string
  onValue: (text: string) => void
  columns: readonly Column[]
  /** True: Enter makes no new line. */
  oneLine?: boolean
}

/** A text that may name columns: a brace opens the list of them. */
export function ReferenceField({
  value,
  onValue,
  columns,
  oneLine,
  hint,
  error,
  className,
  ...rest
}: ReferenceFieldProps) {
  const box = useRef<HTMLTextAreaElement>(null)
  const listId = useId()
  const [caret, setCaret] = useState<number | null>(null)
  const [chosen, setChosen] = useState(0)
  const open = caret === null ? null : openReference(value, caret)
  const offered = open ? suggestColumns(columns, open.typed) : []
  const at = Math.min(chosen, offered.length - 1)
  const unknown = unknownReferences(value, columns)
  const put = (column: Column) => {
    if (!open || caret === null) return
    const next = putReference(value, open.from, caret, column.name)
    // At once: the caret must be behind the name before the next key press.
    flushSync(() => {
      onValue(next.text)
      setCaret(null)
    })
    box.current?.setSelectionRange(next.caret, next.caret)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const column = offered[at]
    if (column && step) {
      event.preventDefault()
      setChosen((at + step + offered.length) % offered.length)
    } else if (column && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault()
      put(column)
    } else if (column && event.key === 'Escape') {
      event.stopPropagation()
      setCaret(null)
    } else if (oneLine && event.key === 'Enter') event.preventDefault()
  }
  return (
    <div className="relative" onBlur={() => setCaret(null)}>
      <TextArea
        ref={box}
        {...rest}
        role={offered.length > 0 ? 'combobox' : undefined}
        aria-expanded={offered.length > 0 || undefined}
        aria-controls={offered.length > 0 ? listId : undefined}
        aria-activedescendant={offered.length > 0 ? `${listId}-${at}` : undefined}
        error={error}
        hint={unknown.length > 0 ? <span className="text-warn">There is no column “{unknown[0]}”.</span> : hint}
        value={value}
        onChange={(event) => {
          onValue(oneLine ? event.target.value.replaceAll('\n', ' ') : event.target.value)
          setCaret(event.target.selectionStart)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
        className={cx('min-h-control', className)}
      />
      {offered.length > 0 && (
        <ul
          id={listId}
          role="listbox"
          aria-label="Columns"
          style={{ top: box.current ? box.current.offsetTop + box.current.offsetHeight : undefined }}
          className={cx(
            'appear absolute right-0 left-0 z-10 mt-1 max-h-56 overflow-auto',
            'rounded-base border border-line bg-raised p-1 shadow-float',
          )}
        >
          {offered.map((column, index) => (
            <li
              key={column.id}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === at}
              // Not on click: the field must not lose the focus.
              onPointerDown={(event) => {
                event.preventDefault()
                put(column)
              }}
              className={cx(
                'flex h-control items-center rounded-small px-2',
                index === at ? 'bg-hover' : 'hover:bg-hover',
              )}
            >
              <span className="truncate">{column.name}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
