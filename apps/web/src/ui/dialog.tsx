import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { cx } from './cx.ts'

interface DialogProps {
  title: string
  description?: ReactNode
  onClose: () => void
  children: ReactNode
  footer?: ReactNode
  wide?: boolean
  /** While work is in progress that closing would hide. */
  keepOpen?: boolean
}

/** Traps the focus, gives it back, closes on Escape and on the backdrop. On a phone it slides up from below. */
export function Dialog({ title, description, onClose, children, footer, wide, keepOpen }: DialogProps) {
  const popup = useRef<HTMLDivElement>(null)
  // Taken at the first render: a field with `autoFocus` has the focus before the dialog looks who had it.
  const [opener] = useState(() => document.activeElement)
  return (
    <Base.Root open onOpenChange={(open) => !open && !keepOpen && onClose()}>
      <Base.Portal>
        <Base.Backdrop forceRender className="appear fixed inset-0 z-40 bg-scrim" />
        <Base.Viewport className="fixed inset-0 z-40 flex items-end sm:items-center sm:justify-center sm:p-6">
          <Base.Popup
            ref={popup}
            // Not its first button, which closes it. A field with `autoFocus` has the focus already and keeps it.
            initialFocus={popup}
            finalFocus={() => (opener instanceof HTMLElement && opener.isConnected ? opener : true)}
            className={cx(
              'rise flex max-h-[92dvh] w-full flex-col rounded-t-large sm:rounded-large',
              'border border-line bg-surface shadow-float outline-none',
              wide ? 'sm:max-w-5xl' : 'sm:max-w-lg',
            )}
          >
            <div
              className={cx(
                'flex gap-3 border-b border-line py-3 pr-3 pl-5',
                description ? 'items-start' : 'items-center',
              )}
            >
              <div className="min-w-0 flex-1">
                <Base.Title className="truncate text-large font-semibold">{title}</Base.Title>
                {description && <Base.Description className="text-muted">{description}</Base.Description>}
              </div>
              <IconButton icon={X} label="Close" onClick={onClose} />
            </div>
            <div className="min-h-0 flex-1 overflow-auto px-5 py-4">{children}</div>
            {footer && (
              <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
                {footer}
              </div>
            )}
            <KeptFocus />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}

/**
 * A menu that closes gives the focus back after its action has opened a dialog, and so takes it from the field that
 * just got it: what is typed for the field would land in the sheet. Last in the dialog, after the field.
 */
function KeptFocus() {
  const field = useRef<Element | null>(null)
  useLayoutEffect(() => void (field.current = document.activeElement), [])
  useEffect(() => {
    const timer = setTimeout(() => {
      const dialog = field.current?.closest('[role="dialog"]')
      if (dialog && !dialog.contains(document.activeElement)) (field.current as HTMLElement).focus()
    })
    return () => clearTimeout(timer)
  }, [])
  return null
}
