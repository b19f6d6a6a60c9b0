import { cx } from './cx.ts'

/** On or off, in force at once. */
export function Switch({
  label,
  on,
  onChange,
  disabled,
}: {
  label: string
  on: boolean
  onChange: (on: boolean) => void
  disabled?: boolean
}) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={label}
      disabled={disabled}
      onClick={() => onChange(!on)}
      className={cx(
        'relative h-4 w-7 shrink-0 rounded-full border transition-colors duration-100 disabled:opacity-50 pointer-coarse:h-6 pointer-coarse:w-10',
        on ? 'border-accent bg-accent' : 'border-line-strong bg-pressed',
      )}
    >
      <span
        className={cx(
          'absolute inset-y-0.5 aspect-square rounded-full transition-all duration-100',
          on ? 'right-0.5 bg-accent-ink' : 'left-0.5 bg-quiet',
        )}
        aria-hidden
      />
    </button>
  )
}
