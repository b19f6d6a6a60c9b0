import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

/** The line of a `<details>` that opens it. Browsers draw a triangle of their own; ours looks like the other parts. */
export function FoldSummary({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <summary className={cx('flex cursor-default list-none items-center gap-1 rounded-small', className)}>
      <ChevronRight
        className="-ml-1 size-3.5 shrink-0 text-quiet transition-transform [details[open]>summary>&]:rotate-90"
        aria-hidden
      />
      <span className="min-w-0">{children}</span>
    </summary>
  )
}
