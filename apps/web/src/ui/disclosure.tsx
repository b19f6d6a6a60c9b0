import { Collapsible } from '@base-ui/react/collapsible'
import { ChevronRight } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { cx } from './cx.ts'

/** A section that opens. When closed, it says in a few words what is set in it. */
export function Disclosure({
  title,
  says,
  aside,
  defaultOpen = false,
  children,
}: {
  title: string
  says?: ReactNode
  aside?: ReactNode
  defaultOpen?: boolean
  children: ReactNode
}) {
  const [open, setOpen] = useState(defaultOpen)
  return (
    <Collapsible.Root
      open={open}
      onOpenChange={setOpen}
      render={<section />}
      aria-label={title}
      className="flex flex-col border-t border-line pt-1"
    >
      <div className="flex items-center gap-2">
        <Collapsible.Trigger
          className={cx(
            'group -mx-1.5 flex h-control min-w-0 flex-1 items-center gap-1.5',
            'rounded-small px-1 text-left hover:bg-hover',
          )}
        >
          <ChevronRight
            className="size-3.5 shrink-0 text-quiet transition-transform group-data-panel-open:rotate-90"
            aria-hidden
          />
          <span className="shrink-0 font-semibold">{title}</span>
          {says && !open && <span className="min-w-0 truncate text-small text-quiet">{says}</span>}
        </Collapsible.Trigger>
        {aside}
      </div>
      <Collapsible.Panel className="flex flex-col gap-3 pt-1.5 pb-2">{children}</Collapsible.Panel>
    </Collapsible.Root>
  )
}
