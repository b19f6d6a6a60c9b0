import { X } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { cx } from './cx.ts'
import { useNarrow } from './use-media.ts'

/** Beside the sheet if there is room, else a sheet from below. The page under it stays usable: it is not a dialog. */
export function SidePanel({
  title,
  subtitle,
  onClose,
  actions,
  footer,
  children,
  takeFocus,
  full,
}: {
  title: ReactNode
  subtitle?: ReactNode
  onClose: () => void
  actions?: ReactNode
  footer?: ReactNode
  children: ReactNode
  takeFocus?: boolean
  /** On a phone it takes the whole screen. */ full?: boolean
}) {
  const narrow = useNarrow()
  const panel = useRef<HTMLElement>(null)
  // A person who opened the panel by hand expects the focus in it.
  useEffect(() => {
    if (takeFocus) panel.current?.focus()
  }, [takeFocus])
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={typeof title === 'string' ? title : 'Details'}
      onKeyDown={(event) => {
        // Prevented: Escape cancelled a drag, and did its work with that.
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.stopPropagation()
        onClose()
      }}
      className={cx(
        'flex flex-col bg-surface outline-none',
        narrow
          ? cx(
              'rise fixed inset-x-0 bottom-0 z-20 border-line-strong',
              full ? 'h-dvh' : 'h-[72dvh] rounded-t-large border-t shadow-float',
            )
          : 'slide-in w-panel shrink-0 border-l border-line',
      )}
    >
      {narrow && !full && <div aria-hidden className="mx-auto mt-1.5 h-1 w-9 rounded-full bg-line-strong" />}
      <header
        className={cx('flex gap-1 border-b border-line py-2 pr-2 pl-4', subtitle ? 'items-start' : 'items-center')}
      >
        <div className="min-w-0 flex-1 py-0.5">
          <h2 className="truncate font-semibold">{title}</h2>
          {subtitle && <div className="truncate text-small text-quiet">{subtitle}</div>}
        </div>
        {actions}
        <IconButton icon={X} label="Close" onClick={onClose} />
      </header>
      <div className="min-h-0 flex-1 overflow-auto overscroll-contain">{children}</div>
      {footer && <footer className="border-t border-line px-4 py-3">{footer}</footer>}
    </aside>
  )
}
