import { useId, useMemo, useState, type KeyboardEvent } from 'react'
import { useAllActions } from '../actions/action-registry.tsx'
import type { Action } from '../actions/action.ts'
import { cx } from '../ui/cx.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Keys } from '../ui/keys.tsx'

/** All words of the query, in any order, somewhere in group and label. */
function matches(action: Action, query: string): boolean {
  const text = `${action.group ?? ''} ${action.label}`.toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

export function CommandPalette({ onClose }: { onClose: () => void }) {
  const all = useAllActions()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const listId = useId()
  const offered = useMemo(
    () => [
      ...new Map(
        all()
          .filter((action) => !action.hidden)
          .map((action) => [action.name, action]),
      ).values(),
    ],
    [all],
  )
  const found = offered.filter((action) => matches(action, query)).sort((a, b) => Number(isOff(a)) - Number(isOff(b)))
  const run = (action: Action | undefined) => {
    if (!action || isOff(action)) return
    onClose()
    // After the dialog gave the focus back, so that what the action opens may take it.
    requestAnimationFrame(() => action.run())
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') run(found[at])
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const next = (at + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % Math.max(1, found.length)
      setAt(next)
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' })
    }
  }
  return (
    <Dialog title="Commands" onClose={onClose}>
      <div onKeyDown={onKeyDown}>
        <input
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={found[at] ? `${listId}-${at}` : undefined}
          aria-label="Find a command"
          placeholder="Type what you want to do"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setAt(0)
          }}
          className="mb-2 h-control-large w-full rounded-base border border-line-strong bg-raised px-3 text-large"
        />
        <ul id={listId} role="listbox" aria-label="Commands">
          {found.map((action, index) => (
            <li
              key={action.name}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === at}
              aria-disabled={isOff(action) || undefined}
              onMouseMove={() => setAt(index)}
              onClick={() => run(action)}
              className={cx(
                'flex h-control items-center gap-3 rounded-small px-2',
                index === at && 'bg-hover',
                isOff(action) && 'opacity-45',
              )}
            >
              <action.icon className="size-4 shrink-0 text-quiet" aria-hidden />
              <span className="flex-1 truncate">{action.label}</span>
              <span className="text-small text-quiet">{reason(action) ?? action.group}</span>
              {action.shortcut && <Keys shortcut={action.shortcut} />}
            </li>
          ))}
          {found.length === 0 && <li className="p-3 text-center text-muted">No command with these words.</li>}
        </ul>
      </div>
    </Dialog>
  )
}

function reason(action: Action): string | null {
  const allowed = action.canRun?.() ?? true
  return allowed === true ? null : allowed
}

const isOff = (action: Action): boolean => reason(action) !== null
