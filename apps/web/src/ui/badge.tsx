import type { ComponentProps } from 'react'
import { cx } from './cx.ts'

const TONES = {
  plain: 'border-line-strong text-muted',
  accent: 'border-accent-line bg-accent-soft text-accent-strong',
  warn: 'border-transparent bg-warn-soft text-warn',
  danger: 'border-transparent bg-danger-soft text-danger',
}

/** One or two words about a thing, beside its name. */
export function Badge({ tone = 'plain', className, ...rest }: { tone?: keyof typeof TONES } & ComponentProps<'span'>) {
  return (
    <span
      {...rest}
      className={cx(
        'shrink-0 rounded-small border px-1.5 text-tiny font-medium whitespace-nowrap',
        TONES[tone],
        className,
      )}
    />
  )
}
