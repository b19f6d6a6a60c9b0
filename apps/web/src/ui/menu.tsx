import type { Placement } from '@floating-ui/react'
import { Check } from 'lucide-react'
import { Fragment, type KeyboardEvent, type ReactElement } from 'react'
import type { Action } from '../actions/action.ts'
import { cx } from './cx.ts'
import { Keys } from './keys.tsx'
import { Popover, type Anchor } from './popover.tsx'

interface MenuProps {
  label: string
  trigger?: ReactElement
  anchor?: Anchor
  open?: boolean
  onOpenChange?: (open: boolean) => void
  placement?: Placement
  actions: readonly Action[]
}

/** Shows actions as they are: what cannot run now stays visible and says why. Groups are told apart by a hairline. */
export function Menu({ actions, ...popover }: MenuProps) {
  return <Popover {...popover}>{(close) => <MenuList actions={actions} label={popover.label} close={close} />}</Popover>
}

function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (!step) return
  event.preventDefault()
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
  const at = items.indexOf(document.activeElement as HTMLElement)
  items[(at + step + items.length) % items.length]?.focus()
}

export function MenuList({ actions, label, close }: { actions: readonly Action[]; label: string; close: () => void }) {
  return (
    <div role="menu" aria-label={label} onKeyDown={moveFocus}>
      {actions.map((action, index) => {
        const allowed = action.canRun?.() ?? true
        const Icon = action.icon
        return (
          <Fragment key={action.name}>
            {index > 0 && actions[index - 1]?.group !== action.group && <hr className="my-1 border-line" />}
            <button
              type="button"
              role={action.checked === undefined ? 'menuitem' : 'menuitemradio'}
              aria-checked={action.checked}
              aria-disabled={allowed !== true || undefined}
              title={allowed === true ? undefined : allowed}
              onClick={() => {
                if (allowed !== true) return
                close()
                action.run()
              }}
              className={cx(
                'flex h-control w-full items-center gap-2.5 rounded-small px-2 text-left outline-offset-[-2px]',
                allowed === true ? 'hover:bg-hover focus:bg-hover' : 'opacity-45',
                action.danger && 'text-danger',
              )}
            >
              <Icon className={cx('size-3.5 shrink-0', !action.danger && 'text-quiet')} aria-hidden />
              <span className="flex-1 truncate">{action.label}</span>
              {action.checked && <Check className="size-3.5 text-accent" aria-hidden />}
              {action.shortcut && <Keys shortcut={action.shortcut} />}
            </button>
          </Fragment>
        )
      })}
    </div>
  )
}
