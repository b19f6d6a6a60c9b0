import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** What a screen says when there is nothing to show: one sentence why, and what to do next. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  actions,
}: {
  icon: LucideIcon
  title: string
  children?: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-2 p-8 text-center">
      <div className="mb-1 rounded-large border border-line bg-surface p-3 text-accent shadow-small">
        <Icon className="size-5" aria-hidden />
      </div>
      <h2 className="text-large font-semibold">{title}</h2>
      {children && <div className="max-w-md text-muted">{children}</div>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
