import type { RunEstimate } from '@enrichify/contracts'
import { TriangleAlert } from 'lucide-react'
import { Link } from 'react-router'
import { LINK_BUTTON } from '../../ui/link.ts'

/** Why the paid columns cannot be answered, and what helps. */
export function PriceProblems({ problems }: { problems: RunEstimate['problems'] }) {
  if (problems.length === 0) return null
  const budget = problems.every(({ code }) => code.includes('budget'))
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-base bg-warn-soft py-2 pr-2 pl-3 text-warn"
    >
      <ul className="flex min-w-0 flex-1 basis-60 flex-col gap-1.5">
        {problems.map(({ code, message }) => (
          <li key={code} className="flex items-start gap-2">
            <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
            {message}
          </li>
        ))}
      </ul>
      <Link to={budget ? '/settings?section=spending#budgets' : '/settings?section=providers'} className={LINK_BUTTON}>
        {budget ? 'Open Spending' : 'Open Providers'}
      </Link>
    </div>
  )
}
