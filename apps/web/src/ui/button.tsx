import type { LucideIcon } from 'lucide-react'
import { cx } from './cx.ts'
import { PlainButton, type PlainButtonProps } from './plain-button.tsx'
import { Tooltip } from './tooltip.tsx'

interface ButtonProps extends PlainButtonProps {
  /** True when it may be used, else the reason why not, shown on hover and focus. */
  allowed?: true | string
}

export function Button({ allowed = true, disabled, ...rest }: ButtonProps) {
  const button = <PlainButton {...rest} disabled={disabled || allowed !== true} />
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
