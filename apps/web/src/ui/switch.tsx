import { Switch as Base } from '@base-ui/react/switch'
import { cx } from './cx.ts'

/** On or off, with immediate effect. */
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
    <Base.Root
      nativeButton
      render={<button type="button" />}
      aria-label={label}
      checked={on}
      disabled={disabled}
      onCheckedChange={onChange}
      className={cx(
        'relative h-4 w-7 shrink-0 rounded-full border border-line-strong bg-pressed transition-colors duration-100',
        'data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50',
        'pointer-coarse:h-6 pointer-coarse:w-10',
      )}
    >
      <Base.Thumb
        className={cx(
          'absolute inset-y-0.5 left-0.5 aspect-square rounded-full bg-quiet transition-all duration-100',
          'data-checked:right-0.5 data-checked:left-auto data-checked:bg-accent-ink',
        )}
      />
    </Base.Root>
  )
}
