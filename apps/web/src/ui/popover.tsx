import { Popover as Base } from '@base-ui/react/popover'
import { useState, type ReactElement, type ReactNode } from 'react'
import { PADDING, placed, POPUP, standIn, type Anchor, type Placement } from './floating.ts'

export type { Anchor } from './floating.ts'

interface PopoverProps {
  trigger?: ReactElement
  anchor?: Anchor
  open?: boolean
  onOpenChange?: (open: boolean) => void
  placement?: Placement
  label: string
  children: (close: () => void) => ReactNode
}

export function Popover({
  trigger,
  anchor,
  open: openOutside,
  onOpenChange,
  placement = 'bottom-start',
  label,
  children,
}: PopoverProps) {
  const [openInside, setOpenInside] = useState(false)
  const setOpen = (next: boolean) => {
    setOpenInside(next)
    onOpenChange?.(next)
  }
  return (
    <Base.Root open={openOutside ?? openInside} onOpenChange={setOpen}>
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
            {children(() => setOpen(false))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
