import {
  autoUpdate,
  flip,
  FloatingPortal,
  offset,
  safePolygon,
  shift,
  useDismiss,
  useFloating,
  useFocus,
  useHover,
  useInteractions,
  useMergeRefs,
  useRole,
} from '@floating-ui/react'
import { cloneElement, useState, type ReactElement, type Ref } from 'react'
import { Keys } from './keys.tsx'

// The child's props are unknown here on purpose: whatever element it is, it gets the reference's handlers.
type Child = ReactElement<Record<string, unknown> & { ref?: Ref<HTMLElement> }>

export function Tooltip({ text, shortcut, children }: { text: string; shortcut?: string; children: ReactElement }) {
  const child = children as Child
  const [open, setOpen] = useState(false)
  const { refs, floatingStyles, context } = useFloating({
    open,
    onOpenChange: setOpen,
    placement: 'bottom',
    middleware: [offset(6), flip(), shift({ padding: 8 })],
    whileElementsMounted: autoUpdate,
  })
  const { getReferenceProps, getFloatingProps } = useInteractions([
    useHover(context, { delay: { open: 350, close: 0 }, handleClose: safePolygon(), mouseOnly: true }),
    useFocus(context),
    useDismiss(context),
    useRole(context, { role: 'tooltip' }),
  ])
  const ref = useMergeRefs([refs.setReference, child.props.ref ?? null])
  return (
    <>
      {cloneElement(child, getReferenceProps({ ...child.props, ref }))}
      {open && (
        <FloatingPortal>
          <div
            ref={refs.setFloating}
            style={floatingStyles}
            {...getFloatingProps()}
            className="appear z-50 flex max-w-72 items-center gap-2 rounded-small bg-ink px-2 py-1 text-small text-paper shadow-float"
          >
            {text}
            {shortcut && <Keys shortcut={shortcut} inverted />}
          </div>
        </FloatingPortal>
      )}
    </>
  )
}
