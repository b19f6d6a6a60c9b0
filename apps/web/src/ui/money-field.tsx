import { useId, type ComponentProps } from 'react'
import { cx } from './cx.ts'
import { parseMoney } from './format.ts'

interface MoneyFieldProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  label: string
  hideLabel?: boolean
  hint?: string
  value: string
  onValue: (text: string) => void
}

/** An amount in US dollars, as text; `parseMoney` reads it. Says so when it cannot be read. */
export function MoneyField({ label, hideLabel, hint, value, onValue, className, ...input }: MoneyFieldProps) {
  const id = useId()
  const wrong = value.trim() !== '' && parseMoney(value) === null
  return (
    <div className={cx('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-small font-medium text-muted'}>
        {label}
      </label>
      <div className="relative">
        <span aria-hidden className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-quiet">
          $
        </span>
        <input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          aria-invalid={wrong || undefined}
          aria-describedby={wrong || hint ? `${id}-note` : undefined}
          {...input}
          value={value}
          onChange={(event) => onValue(event.target.value)}
          className={cx(
            'h-control w-full rounded-base border bg-raised pr-2.5 pl-6 text-ink',
            'focus-visible:border-accent disabled:opacity-60',
            wrong ? 'border-danger' : 'border-line-strong',
          )}
        />
      </div>
      {(wrong || hint) && (
        <p id={`${id}-note`} className={cx('text-small', wrong ? 'text-danger' : 'text-quiet')}>
          {wrong ? 'An amount such as 2.50' : hint}
        </p>
      )}
    </div>
  )
}
