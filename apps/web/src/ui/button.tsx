import type { LucideIcon } from 'lucide-react'
import { LoaderCircle } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from './cx.ts'
import { Tooltip } from './tooltip.tsx'

type Tone = 'primary' | 'plain' | 'quiet' | 'danger'
const TONES: Record<Tone, string> = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-strong border-transparent',
  plain: 'bg-raised text-ink hover:bg-hover border-line-strong',
  quiet: 'bg-transparent text-muted hover:bg-hover hover:text-ink border-transparent',
  danger: 'bg-raised text-danger hover:bg-danger-soft border-line-strong',
}

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  tone?: Tone
  icon?: LucideIcon
  large?: boolean
  busy?: boolean
  /** True when it may be used, else the reason why not, shown on hover and focus. */
  allowed?: true | string
  disabled?: boolean
}

export function Button({
  tone = 'plain',
  icon: Icon,
  large,
  busy,
  allowed = true,
  disabled,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const off = disabled || busy || allowed !== true
  const button = (
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
  return typeof allowed === 'string' ? <Tooltip text={allowed}>{button}</Tooltip> : button
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'large'> {
  icon: LucideIcon
  label: string
  shortcut?: string
}

/** A square button with an icon only: the label is for the tooltip and for screen readers. */
export function IconButton({
  icon: Icon,
  label,
  shortcut,
  tone = 'quiet',
  allowed = true,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={typeof allowed === 'string' ? allowed : label} shortcut={shortcut}>
      <Button
        tone={tone}
        aria-label={label}
        {...rest}
        disabled={rest.disabled || allowed !== true}
        className={cx('w-control px-0!', className)}
      >
        <Icon className="size-4" aria-hidden />
      </Button>
    </Tooltip>
  )
}
