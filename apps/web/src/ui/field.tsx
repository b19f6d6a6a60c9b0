import { useId, type ComponentProps, type ReactNode } from 'react'
import { cx } from './cx.ts'

const BOX = cx(
  'w-full rounded-base border border-line-strong bg-raised px-2.5 text-ink',
  'outline-offset-0 transition-colors focus-visible:border-accent disabled:opacity-60',
)

interface FieldFrame {
  label: string
  hint?: ReactNode
  error?: string | null
  hideLabel?: boolean
}

function Frame({ id, label, hint, error, hideLabel, children }: FieldFrame & { id: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-small font-medium text-muted'}>
        {label}
      </label>
      {children}
      {(error || hint) && (
        <p id={`${id}-note`} className={cx('text-small', error ? 'text-danger' : 'text-quiet')}>
          {error || hint}
        </p>
      )}
    </div>
  )
}

export function TextField({
  label,
  hint,
  error,
  hideLabel,
  className,
  ...input
}: FieldFrame & ComponentProps<'input'>) {
  const id = useId()
  return (
    <Frame {...{ id, label, hint, error, hideLabel }}>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? `${id}-note` : undefined}
        {...input}
        className={cx(BOX, 'h-control', error && 'border-danger', className)}
      />
    </Frame>
  )
}

export function TextArea({
  label,
  hint,
  error,
  hideLabel,
  className,
  ...input
}: FieldFrame & ComponentProps<'textarea'>) {
  const id = useId()
  return (
    <Frame {...{ id, label, hint, error, hideLabel }}>
      <textarea
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? `${id}-note` : undefined}
        {...input}
        className={cx(BOX, 'resize-y py-1.5', error && 'border-danger', className)}
      />
    </Frame>
  )
}

export function SelectField<T extends string>({
  label,
  hint,
  error,
  hideLabel,
  options,
  value,
  onValue,
  className,
  ...rest
}: FieldFrame & { options: readonly { value: T; label: string }[]; value: T; onValue: (value: T) => void } & Omit<
    ComponentProps<'select'>,
    'value' | 'onChange'
  >) {
  const id = useId()
  return (
    <Frame {...{ id, label, hint, error, hideLabel }}>
      <select
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? `${id}-note` : undefined}
        {...rest}
        value={value}
        onChange={(event) => onValue(event.target.value as T)}
        className={cx(BOX, 'h-control pr-1', className)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  )
}

export function CheckField({
  label,
  hint,
  ...input
}: { label: ReactNode; hint?: ReactNode } & Omit<ComponentProps<'input'>, 'type'>) {
  return (
    <label className="flex items-start gap-2">
      <input type="checkbox" {...input} className="mt-0.5 size-4 shrink-0 accent-(--accent)" />
      <span className="min-w-0">
        {label}
        {hint && <span className="block text-small text-quiet">{hint}</span>}
      </span>
    </label>
  )
}
