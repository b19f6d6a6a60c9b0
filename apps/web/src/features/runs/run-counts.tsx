import type { Run } from '@enrichify/contracts'
import { ChevronDown, Equal } from 'lucide-react'
import { cx } from '../../ui/cx.ts'
import { count } from '../../ui/format.ts'
import { Popover } from '../../ui/popover.tsx'
import { StateMark } from '../../ui/state-mark.tsx'
import { emptyParts, runParts } from './run-words.ts'

/** Cells by state; the empty ones open to show their reasons. */
export function RunCounts({ run }: { run: Run }) {
  const reasons = emptyParts(run)
  return (
    <ul className="flex flex-wrap items-center gap-x-3.5 gap-y-1 text-small">
      {runParts(run).map((part) => (
        <li key={part.state} className="flex items-center gap-1.5">
          {part.state === 'unchanged' ? (
            <Equal className="size-3.5 shrink-0 text-quiet" aria-hidden />
          ) : (
            <StateMark state={part.state} />
          )}
          <span className="font-medium">{count.format(part.number)}</span>
          {part.state === 'empty' && reasons.length > 0 ? (
            <Popover
              label="Why cells stayed empty"
              trigger={
                <button
                  type="button"
                  className={cx(
                    'flex items-center gap-0.5 rounded-small text-muted underline',
                    'decoration-line-strong underline-offset-2 hover:text-ink',
                  )}
                >
                  {part.label}
                  <ChevronDown className="size-3" aria-hidden />
                </button>
              }
            >
              {() => (
                <ul className="min-w-52 p-2" tabIndex={-1}>
                  {reasons.map((reason) => (
                    <li key={reason.label} className="flex justify-between gap-6 py-0.5">
                      <span className="text-muted">{reason.label}</span>
                      <span className="font-medium">{count.format(reason.number)}</span>
                    </li>
                  ))}
                </ul>
              )}
            </Popover>
          ) : (
            <span className="text-muted">{part.label}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
