import { Menu as Base } from '@base-ui/react/menu'
import { Check, ChevronRight } from 'lucide-react'
import { Fragment, type ReactElement } from 'react'
import type { Action } from '../actions/action.ts'
import { cx } from './cx.ts'
import { PADDING, placed, POPUP, standIn, type Anchor, type Placement } from './floating.ts'
import { Keys } from './keys.tsx'
import { menuParts, type MenuPart } from './menu-parts.ts'

interface MenuProps {
  label: string
  trigger?: ReactElement
  anchor?: Anchor
  open?: boolean
  onOpenChange?: (open: boolean) => void
  placement?: Placement
  actions: readonly Action[]
}

/** Shows all actions: an action that cannot run now stays visible and says why. A hairline separates groups. */
export function Menu({ label, trigger, anchor, open, onOpenChange, placement = 'bottom-start', actions }: MenuProps) {
  return (
    <Base.Root modal={false} {...(open === undefined ? {} : { open })} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Positioner
          {...placed(placement)}
          anchor={anchor && standIn(anchor)}
          sideOffset={4}
          collisionPadding={PADDING}
          className="z-50"
        >
          <Base.Popup aria-label={label} className={POPUP}>
            <Parts actions={actions} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Parts({ actions, nested = false }: { actions: readonly Action[]; nested?: boolean }) {
  const parts = menuParts(actions, nested)
  return parts.map((part, index) => (
    <Fragment key={part.key}>
      {index > 0 && parts[index - 1]?.group !== part.group && <Base.Separator className="my-1 h-px shrink-0 bg-line" />}
      <Part part={part} />
    </Fragment>
  ))
}

function Part({ part }: { part: MenuPart }) {
  switch (part.kind) {
    case 'action':
      return (
        <Base.Item {...itemProps(part.action)}>
          <Words action={part.action} />
        </Base.Item>
      )
    case 'toggle':
      return (
        <Base.CheckboxItem {...itemProps(part.action)} closeOnClick checked={part.action.checked ?? false}>
          <Words action={part.action} />
        </Base.CheckboxItem>
      )
    case 'choice':
      return (
        <Base.RadioGroup value={part.actions.find(({ checked }) => checked)?.name ?? null}>
          {part.actions.map((action) => (
            <Base.RadioItem key={action.name} {...itemProps(action)} closeOnClick value={action.name}>
              <Words action={action} />
            </Base.RadioItem>
          ))}
        </Base.RadioGroup>
      )
    case 'submenu':
      return <Submenu label={part.key} actions={part.actions} />
  }
}

function Submenu({ label, actions }: { label: string; actions: readonly Action[] }) {
  const Icon = (actions.find(({ checked }) => checked) ?? actions[0]!).icon
  return (
    <Base.SubmenuRoot>
      <Base.SubmenuTrigger className={cx(ITEM, 'data-popup-open:bg-hover')}>
        <Icon className="size-3.5 shrink-0 text-quiet" aria-hidden />
        <span className="flex-1 truncate">{label}</span>
        <ChevronRight className="size-3.5 text-quiet" aria-hidden />
      </Base.SubmenuTrigger>
      <Base.Portal>
        <Base.Positioner collisionPadding={PADDING} alignOffset={-5} className="z-50">
          <Base.Popup aria-label={label} className={POPUP}>
            <Parts actions={actions} nested />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.SubmenuRoot>
  )
}

const ITEM = cx(
  'flex h-control w-full shrink-0 items-center gap-2.5 rounded-small px-2 text-left outline-offset-[-2px] select-none',
  'data-highlighted:bg-hover',
)

function itemProps(action: Action) {
  const allowed = action.canRun?.() ?? true
  return {
    label: action.label,
    disabled: allowed !== true,
    title: allowed === true ? undefined : allowed,
    onClick: () => action.run(),
    className: cx(ITEM, 'data-disabled:opacity-45', action.danger && 'text-danger'),
  }
}

function Words({ action: { icon: Icon, label, danger, checked, shortcut } }: { action: Action }) {
  return (
    <>
      <Icon className={cx('size-3.5 shrink-0', !danger && 'text-quiet')} aria-hidden />
      <span className="flex-1 truncate">{label}</span>
      {checked && <Check className="size-3.5 text-accent" aria-hidden />}
      {shortcut && <Keys shortcut={shortcut} />}
    </>
  )
}
