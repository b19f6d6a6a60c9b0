import { Tooltip as Base } from '@base-ui/react/tooltip'
import { useId, useState, type ReactElement } from 'react'
import { cx } from './cx.ts'
import { PADDING } from './floating.ts'
import { Keys } from './keys.tsx'

/**
 * Shown on hover and on focus. Screen readers get it as the description of its child, since it may contain a reason.
 */
export function Tooltip({ text, shortcut, children }: { text: string; shortcut?: string; children: ReactElement }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <Base.Root
      open={open}
      onOpenChange={(next, details) => {
        // Escape closes the tooltip and what is under it: a person who closes a dialog has asked for no tooltip.
        if (details.reason === 'escape-key') details.allowPropagation()
        setOpen(next)
      }}
    >
      <Base.Trigger delay={350} aria-describedby={open ? id : undefined} render={children} />
      <Base.Portal>
        <Base.Positioner side="bottom" sideOffset={6} collisionPadding={PADDING} className="z-50">
          <Base.Popup
            id={id}
            role="tooltip"
            className={cx(
              'appear flex max-w-72 items-center gap-2 rounded-small',
              'bg-ink px-2 py-1 text-small text-paper shadow-float',
            )}
          >
            {text}
            {shortcut && <Keys shortcut={shortcut} inverted />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
