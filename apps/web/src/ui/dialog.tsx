import {
  FloatingFocusManager,
  FloatingOverlay,
  FloatingPortal,
  useDismiss,
  useFloating,
  useInteractions,
  useRole,
} from '@floating-ui/react'
import { X } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { cx } from './cx.ts'

interface DialogProps {
  title: string
  description?: ReactNode
  onClose: () => void
  children: ReactNode
  footer?: ReactNode
  wide?: boolean
  /** While work is under way that closing would hide. */
  keepOpen?: boolean
}

/** Traps the focus, gives it back, closes on Escape and on the backdrop. On a phone it rises from below. */
export function Dialog({ title, description, onClose, children, footer, wide, keepOpen }: DialogProps) {
  const { refs, context } = useFloating({ open: true, onOpenChange: (open) => !open && onClose() })
  const { getFloatingProps } = useInteractions([
    useDismiss(context, { enabled: !keepOpen, outsidePressEvent: 'mousedown' }),
    useRole(context, { role: 'dialog' }),
  ])
  const titleId = useId()
  return (
    <FloatingPortal>
      <FloatingOverlay
        lockScroll
        className="appear z-40 flex items-end bg-scrim sm:items-center sm:justify-center sm:p-6"
      >
        <FloatingFocusManager context={context} initialFocus={-1}>
          <div
            ref={refs.setFloating}
            {...getFloatingProps()}
            aria-labelledby={titleId}
            aria-modal
            className={cx(
              'rise flex max-h-[92dvh] w-full flex-col rounded-t-large border border-line bg-surface shadow-float outline-none sm:rounded-large',
              wide ? 'sm:max-w-5xl' : 'sm:max-w-lg',
            )}
          >
            <header className="flex items-start gap-3 border-b border-line py-3 pr-3 pl-5">
              <div className="min-w-0 flex-1">
                <h2 id={titleId} className="truncate text-large font-semibold">
                  {title}
                </h2>
                {description && <p className="text-muted">{description}</p>}
              </div>
              <IconButton icon={X} label="Close" onClick={onClose} />
            </header>
            <div className="min-h-0 flex-1 overflow-auto px-5 py-4">{children}</div>
            {footer && (
              <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
                {footer}
              </footer>
            )}
          </div>
        </FloatingFocusManager>
      </FloatingOverlay>
    </FloatingPortal>
  )
}
