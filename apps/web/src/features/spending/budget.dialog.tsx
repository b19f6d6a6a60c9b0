import { listWebsets, type Budget } from '@enrichify/contracts'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { SelectField } from '../../ui/field.tsx'
import { money, moneyText, parseMoney } from '../../ui/format.ts'
import { MoneyField } from '../../ui/money-field.tsx'
import { budgetName } from './budget-name.ts'
import { useSetBudget } from './use-spending.ts'

const MONTH = 'month'

/** Sets, changes or removes a budget. `budget` null: choose what it is for. */
export function BudgetDialog({
  budget,
  budgets,
  onClose,
}: {
  budget: Budget | null
  budgets: readonly Budget[]
  onClose: () => void
}) {
  const websets = useQuery({
    queryKey: keys.websets(),
    queryFn: ({ signal }) => call(listWebsets, { query: {}, signal }),
    enabled: budget === null,
  })
  const taken = new Set(
    budgets.filter(({ limitMicros }) => limitMicros !== null).map(({ websetId }) => websetId ?? MONTH),
  )
  const options = [
    { value: MONTH, label: 'The whole workspace, each month' },
    ...(websets.data?.websets ?? []).map(({ id, name }) => ({ value: id, label: `Webset: ${name}` })),
  ].filter(({ value }) => !taken.has(value))
  const [chosen, setChosen] = useState<string | null>(null)
  const [amount, setAmount] = useState(budget?.limitMicros == null ? '' : moneyText(budget.limitMicros))
  const save = useSetBudget()
  const target = budget ? (budget.websetId ?? MONTH) : (chosen ?? options[0]?.value ?? MONTH)
  const micros = parseMoney(amount)
  const send = (limitMicros: number | null) =>
    save.mutate(
      target === MONTH ? { kind: 'workspace_month', limitMicros } : { kind: 'webset', websetId: target, limitMicros },
      { onSuccess: onClose },
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (micros !== null) send(micros)
  }
  const spent = budgets.find((one) => (one.websetId ?? MONTH) === target)
  const reserved = spent && spent.reservedMicros > 0 ? `, ${money(spent.reservedMicros)} reserved` : ''
  return (
    <Dialog title={budget ? `Budget: ${budgetName(budget)}` : 'Set a budget'} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {!budget && (
          <SelectField
            label="For"
            value={target}
            onValue={setChosen}
            options={options}
            hint={options.length === 0 ? 'Everything has a budget already.' : undefined}
          />
        )}
        <MoneyField
          label="At most"
          autoFocus
          required
          value={amount}
          onValue={setAmount}
          hint={spent ? `${money(spent.spentMicros)} spent so far${reserved}.` : undefined}
        />
        <p className="text-small text-quiet">
          {target === MONTH
            ? 'Counts everything that the workspace spends in a month (UTC). It starts again each month.'
            : 'Counts everything that this webset has ever spent.'}
        </p>
        {save.isError && <ErrorLine error={save.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          {budget && (
            <Button
              tone="danger"
              busy={save.isPending && save.variables.limitMicros === null}
              onClick={() => send(null)}
              className="mr-auto"
            >
              Remove it
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            tone="primary"
            busy={save.isPending && save.variables.limitMicros !== null}
            disabled={micros === null || (options.length === 0 && !budget)}
          >
            {budget ? 'Change' : 'Set the budget'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
