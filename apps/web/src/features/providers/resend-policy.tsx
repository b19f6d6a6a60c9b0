import type { ProviderJson } from '@enrichify/contracts'
import { useId } from 'react'

const CHOICES = [
  {
    value: 'never',
    label: 'Wait for a person to decide',
    hint: 'The cell stays empty. Its money stays reserved until someone decides under Spending. You never pay twice.',
  },
  {
    value: 'again',
    label: 'Send it again',
    hint: 'The cell gets its answer, but the service may charge for both calls. Both are counted.',
  },
] as const

/** A request may be sent and its answer lost. Then it is not known whether it was charged. */
export function ResendPolicy({
  provider,
  value,
  onValue,
}: {
  provider: ProviderJson
  value: 'never' | 'again'
  onValue: (value: 'never' | 'again') => void
}) {
  const name = useId()
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-small font-medium text-muted">When an answer is lost on the way</legend>
      {CHOICES.map((choice) => (
        <label key={choice.value} className="flex items-start gap-2">
          <input
            type="radio"
            name={name}
            checked={value === choice.value}
            onChange={() => onValue(choice.value)}
            className="mt-0.5 size-4 shrink-0 accent-(--accent)"
          />
          <span>
            {choice.label}
            <span className="block text-small text-quiet">
              {choice.value === 'again' && provider.honoursAttemptKey
                ? `${provider.label} promises not to charge twice for the same attempt, which makes this safe.`
                : choice.hint}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
