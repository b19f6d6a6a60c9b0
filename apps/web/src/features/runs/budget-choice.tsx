import { useId } from 'react'
import { MoneyField } from '../../ui/money-field.tsx'
import { useMedia } from '../../ui/use-media.ts'

interface BudgetChoiceProps {
  amount: string
  onAmount: (amount: string) => void
  limited: boolean
  onLimited: (limited: boolean) => void
  /** There is also a budget of the webset or the month. */
  elsewhere: boolean
  problem: string | null
  warning: string | null
}

/** The budget of one run. Having none is a choice that a person makes. */
export function BudgetChoice({ amount, onAmount, limited, onLimited, elsewhere, problem, warning }: BudgetChoiceProps) {
  const name = useId()
  // On a phone the keyboard would cover the price. There the choice has the focus instead; Enter starts from it too.
  const touch = useMedia('(pointer: coarse)')
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-small font-medium text-muted">Budget of this run</legend>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <label className="flex items-center gap-2">
          <input
            type="radio"
            name={name}
            autoFocus={touch}
            checked={limited}
            onChange={() => onLimited(true)}
            className="size-4 accent-(--accent)"
          />
          Stop at
        </label>
        <MoneyField
          label="At most"
          hideLabel
          autoFocus={!touch}
          value={amount}
          disabled={!limited}
          onValue={onAmount}
          onFocus={(event) => event.target.select()}
          className="-ml-3 w-32"
        />
        <label
          className={elsewhere ? 'flex items-center gap-2' : 'flex items-center gap-2 text-quiet'}
          title={elsewhere ? undefined : 'Set a budget for the webset or the month first.'}
        >
          <input
            type="radio"
            name={name}
            checked={!limited}
            disabled={!elsewhere}
            onChange={() => onLimited(false)}
            className="size-4 accent-(--accent)"
          />
          No limit for this run
        </label>
      </div>
      <p
        role="status"
        className={problem ? 'text-small text-danger' : warning ? 'text-small text-warn' : 'text-small text-quiet'}
      >
        {problem ??
          warning ??
          (limited
            ? 'The run stops before it would spend more. You can raise this during the run.'
            : 'Only the budgets of the webset and the month stop it.')}
      </p>
    </fieldset>
  )
}
