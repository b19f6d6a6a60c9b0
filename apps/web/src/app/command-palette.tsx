import { Command } from 'cmdk'
import { useMemo } from 'react'
import { useAllActions } from '../actions/action-registry.tsx'
import type { Action } from '../actions/action.ts'
import { cx } from '../ui/cx.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Keys } from '../ui/keys.tsx'
import { fitOf } from './find-commands.ts'

export function CommandPalette({ onClose }: { onClose: () => void }) {
  const all = useAllActions()
  const offered = useMemo(
    () =>
      new Map(
        all()
          .filter((action) => !action.hidden)
          .map((action) => [action.name, action]),
      ),
    [all],
  )
  const run = (action: Action) => {
    onClose()
    // After the dialog gave the focus back, so that what the action opens may take it.
    requestAnimationFrame(() => action.run())
  }
  return (
    <Dialog title="Commands" onClose={onClose}>
      <Command
        label="Find a command"
        loop
        // Its Ctrl+J and Ctrl+K are shortcuts of the product.
        vimBindings={false}
        filter={(name, typed) => {
          const action = offered.get(name)
          return action ? fitOf(action, typed) : 0
        }}
      >
        <Command.Input
          autoFocus
          placeholder="Type what you want to do"
          className="mb-2 h-control-large w-full rounded-base border border-line-strong bg-raised px-3 text-large"
        />
        <Command.List label="Commands" className="*:flex *:flex-col">
          <Command.Empty className="p-3 text-center text-muted">No command matches these words.</Command.Empty>
          {[...offered.values()].map((action) => (
            <Offered key={action.name} action={action} onSelect={() => run(action)} />
          ))}
        </Command.List>
      </Command>
    </Dialog>
  )
}

/** What cannot run says why. It comes last by its style, since cmdk orders only what can be chosen. */
function Offered({ action, onSelect }: { action: Action; onSelect: () => void }) {
  const allowed = action.canRun?.() ?? true
  return (
    <Command.Item
      value={action.name}
      disabled={allowed !== true}
      onSelect={onSelect}
      className={cx(
        'flex h-control shrink-0 items-center gap-3 rounded-small px-2',
        'aria-disabled:order-last aria-disabled:opacity-45 aria-selected:bg-hover',
      )}
    >
      <action.icon className="size-4 shrink-0 text-quiet" aria-hidden />
      <span className="flex-1 truncate">{action.label}</span>
      <span className="text-small text-quiet">{allowed === true ? action.group : allowed}</span>
      {action.shortcut && <Keys shortcut={action.shortcut} />}
    </Command.Item>
  )
}
