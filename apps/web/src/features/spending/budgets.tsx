import type { Budget } from '@enrichify/contracts'
import { Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { useAllowed, type Allowed } from '../../api/use-session.ts'
import { BudgetBar, budgetShare } from '../../parts/budget-bar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { money } from '../../ui/format.ts'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { budgetName } from './budget-name.ts'
import { BudgetDialog } from './budget.dialog.tsx'
import { useBudgets } from './use-spending.ts'

export function Budgets() {
  const query = useBudgets()
  const mayManage = useAllowed('budgets.manage')
  const [open, setOpen] = useState<Budget | 'new' | null>(null)
  const set = (query.data?.budgets ?? []).filter(({ limitMicros }) => limitMicros !== null)
  return (
    <Section
      title="Budgets"
      id="budgets"
      hint="A call that would go over a budget is not sent."
      aside={
        <Button icon={Plus} allowed={mayManage} disabled={!query.data} onClick={() => setOpen('new')}>
          Set a budget
        </Button>
      }
    >
      {query.isPending && <Skeleton className="h-14" />}
      {query.isError && <ErrorLine error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && set.length === 0 && (
        <p className="rounded-base border border-line bg-surface px-3.5 py-3 text-muted">
          No budget is set, so each run must set its own. With a budget for the month, runs need none.
        </p>
      )}
      {set.length > 0 && (
        <ul className="divide-y divide-line rounded-base border border-line bg-surface">
          {set.map((budget) => (
            <BudgetRow
              key={budget.websetId ?? budget.kind}
              budget={budget}
              mayManage={mayManage}
              onChange={() => setOpen(budget)}
            />
          ))}
        </ul>
      )}
      {open !== null && query.data && (
        <BudgetDialog
          budget={open === 'new' ? null : open}
          budgets={query.data.budgets}
          onClose={() => setOpen(null)}
        />
      )}
    </Section>
  )
}

function BudgetRow({ budget, mayManage, onChange }: { budget: Budget; mayManage: Allowed; onChange: () => void }) {
  const { limitMicros, spentMicros, reservedMicros } = budget
  const name = budgetName(budget)
  const reached = budgetShare(limitMicros, spentMicros, reservedMicros)?.reached
  return (
    <li className="flex items-center gap-3 py-2 pr-2 pl-3.5">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="truncate font-medium">
            {budget.websetId ? (
              <Link to={`/websets/${budget.websetId}`} className="hover:underline">
                {name}
              </Link>
            ) : (
              name
            )}
          </span>
          <span className="text-small text-muted">
            {money(spentMicros)} of <span className="font-medium text-ink">{money(limitMicros ?? 0)}</span>
            {reservedMicros > 0 && `, ${money(reservedMicros)} reserved`}
          </span>
        </p>
        <BudgetBar label={name} limitMicros={limitMicros} spentMicros={spentMicros} reservedMicros={reservedMicros} />
        {reached && (
          <p className="text-small text-danger">
            Reached. Paid columns stay empty until it is raised
            {budget.kind === 'workspace_month' ? ' or the next month begins' : ''}.
          </p>
        )}
      </div>
      <IconButton icon={Pencil} label={`Change the budget of ${name}`} allowed={mayManage} onClick={onChange} />
    </li>
  )
}
