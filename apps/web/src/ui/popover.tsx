import {
  autoUpdate,
  flip,
  FloatingFocusManager,
  FloatingPortal,
  offset,
  shift,
  size,
  useClick,
  useDismiss,
  useFloating,
  useInteractions,
  useMergeRefs,
  useRole,
  type Placement,
} from '@floating-ui/react'
import { cloneElement, useEffect, useState, type ReactElement, type ReactNode, type Ref } from 'react'

type Child = ReactElement<Record<string, unknown> & { ref?: Ref<HTMLElement> }>

/** Where a popover hangs that no element of the page opened, such as a header drawn on canvas. */
export interface Anchor {
  x: number
  y: number
  width: number
  height: number
}

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
  const open = openOutside ?? openInside
  const setOpen = (next: boolean) => {
    setOpenInside(next)
    onOpenChange?.(next)
  }
  const { refs, floatingStyles, context } = useFloating({
    open,
    onOpenChange: setOpen,
    placement,
    middleware: [
      offset(4),
      flip({ padding: 8 }),
      shift({ padding: 8 }),
      size({
        padding: 8,
        apply: ({ availableHeight, elements }) => void (elements.floating.style.maxHeight = `${availableHeight}px`),
      }),
    ],
    whileElementsMounted: autoUpdate,
  })
  const [x, y, width, height] = [anchor?.x, anchor?.y, anchor?.width, anchor?.height]
  // The outside system here is the canvas: its headers have no element that could be the reference.
  useEffect(() => {
    if (x === undefined || y === undefined || width === undefined || height === undefined) return
    refs.setPositionReference({ getBoundingClientRect: () => new DOMRect(x, y, width, height) })
  }, [refs, x, y, width, height])
  const { getReferenceProps, getFloatingProps } = useInteractions([
    useClick(context, { enabled: !anchor }),
    useDismiss(context),
    useRole(context),
  ])
  const child = trigger as Child | undefined
  const ref = useMergeRefs([refs.setReference, child?.props.ref ?? null])
  return (
    <>
      {child && cloneElement(child, getReferenceProps({ ...child.props, ref, 'aria-haspopup': 'dialog' }))}
      {open && (
        <FloatingPortal>
          <FloatingFocusManager context={context} modal={false} initialFocus={0}>
            <div
              ref={refs.setFloating}
              style={floatingStyles}
              {...getFloatingProps()}
              aria-label={label}
              className="appear z-50 flex min-w-52 flex-col overflow-auto rounded-base border border-line bg-raised p-1 shadow-float outline-none"
            >
              {children(() => setOpen(false))}
            </div>
          </FloatingFocusManager>
        </FloatingPortal>
      )}
    </>
  )
}
