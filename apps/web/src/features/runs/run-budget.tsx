import { setRunBudget, type Run } from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'
import { useMutation } from '@tanstack/react-query'
import { Pencil } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useSearchParams } from 'react-router'
import { call } from '../../api/client.ts'
import { useAllowed } from '../../api/use-session.ts'
import { BudgetBar, budgetShare } from '../../parts/budget-bar.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { money, moneyText, parseMoney } from '../../ui/format.ts'
import { MoneyField } from '../../ui/money-field.tsx'
import { Section } from '../../ui/section.tsx'
import { roundBudget } from '../../words/round-budget.ts'
import { usePutRun } from './run-steer.tsx'

/** The run's budget. It may be changed during the run; `?edit=budget` opens the form for that. */
export function RunBudget({ run }: { run: Run }) {
  const [search, setSearch] = useSearchParams()
  const over = isRunOver(run.state)
  const editing = !over && search.get('edit') === 'budget'
  const mayRun = useAllowed('enrichment.run')
  const edit = (open: boolean) => setSearch(open ? { edit: 'budget' } : {}, { replace: true })
  const { budgetMicros, costMicros, reservedMicros } = run
  const reserved = reservedMicros > 0 ? `, ${money(reservedMicros)} reserved for calls under way` : ''
  const reached = budgetShare(budgetMicros, costMicros, reservedMicros)?.reached
  return (
    <Section
      title="Budget of this run"
      aside={
        !over &&
        !editing && (
          <Button icon={Pencil} allowed={mayRun} onClick={() => edit(true)}>
            Change
          </Button>
        )
      }
    >
      <p className="text-muted">
        {budgetMicros === null
          ? 'No limit for this run: only the budgets of the webset and the month stop it.'
          : `${money(costMicros)} of ${money(budgetMicros)} spent${reserved}.`}
        {reached && !over && <span className="text-danger"> Reached: nothing more is sent until you raise it.</span>}
      </p>
      <BudgetBar
        label="Budget of this run"
        limitMicros={budgetMicros}
        spentMicros={costMicros}
        reservedMicros={reservedMicros}
      />
      {editing && <BudgetForm run={run} onDone={() => edit(false)} />}
    </Section>
  )
}

function BudgetForm({ run, onDone }: { run: Run; onDone: () => void }) {
  const put = usePutRun()
  const [amount, setAmount] = useState(() =>
    moneyText(roundBudget(Math.max((run.budgetMicros ?? run.costMicros) * 2, 10_000))),
  )
  const micros = parseMoney(amount)
  const save = useMutation({
    mutationFn: (budgetMicros: number | null) => call(setRunBudget, { params: { id: run.id }, body: { budgetMicros } }),
    onSuccess: (answer) => {
      put(answer)
      onDone()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (micros !== null && !save.isPending) save.mutate(micros)
  }
  return (
    <form onSubmit={submit} onKeyDown={(event) => event.key === 'Escape' && onDone()} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end gap-2">
        <MoneyField
          label="New budget, including what is already spent"
          autoFocus
          value={amount}
          onValue={setAmount}
          onFocus={(event) => event.target.select()}
          className="w-56"
        />
        <Button type="submit" tone="primary" busy={save.isPending} disabled={micros === null}>
          Set it
        </Button>
        <Button onClick={onDone}>Cancel</Button>
        {run.budgetMicros !== null && (
          <Button tone="quiet" onClick={() => save.mutate(null)}>
            No limit for this run
          </Button>
        )}
      </div>
      {run.state === 'paused' && <p className="text-small text-quiet">The run stays paused until you resume it.</p>}
      {save.isError && <ErrorLine error={save.error} />}
    </form>
  )
}
