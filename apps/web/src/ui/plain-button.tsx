import type { LucideIcon } from 'lucide-react'
import { LoaderCircle } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from './cx.ts'

type Tone = 'primary' | 'plain' | 'quiet' | 'danger'
const TONES: Record<Tone, string> = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-strong border-transparent',
  plain: 'bg-raised text-ink hover:bg-hover border-line-strong',
  quiet: 'bg-transparent text-muted hover:bg-hover hover:text-ink border-transparent',
  danger: 'bg-raised text-danger hover:bg-danger-soft border-line-strong',
}

export interface PlainButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  tone?: Tone
  icon?: LucideIcon
  large?: boolean
  busy?: boolean
  disabled?: boolean
}

/** A button without a tooltip. The first page uses it, because tooltips bring a library with them. */
export function PlainButton({
  tone = 'plain',
  icon: Icon,
  large,
  busy,
  disabled,
  className,
  children,
  onClick,
  ...rest
}: PlainButtonProps) {
  const off = disabled || busy
  return (
    <button
      type="button"
      {...rest}
      // Not the attribute `disabled`: a button that cannot be focused cannot say why.
      aria-disabled={off || undefined}
      onClick={off ? (event) => event.preventDefault() : onClick}
      className={cx(
        'inline-flex items-center justify-center gap-1.5 rounded-base border font-medium',
        'whitespace-nowrap select-none transition-colors duration-100',
        large ? 'h-control-large px-4 text-large' : 'h-control px-2.5',
        TONES[tone],
        off && 'opacity-50',
        className,
      )}
    >
      {busy ? (
        <LoaderCircle className="turn size-3.5" aria-hidden />
      ) : Icon ? (
        <Icon className="size-3.5 shrink-0" aria-hidden />
      ) : null}
      {children}
    </button>
  )
}
