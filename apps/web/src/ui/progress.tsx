import { cx } from './cx.ts'

/** `share` 0…1, or null when the end is not known yet. */
export function Progress({
  share,
  label,
  tone = 'accent',
}: {
  share: number | null
  label: string
  tone?: 'accent' | 'quiet' | 'danger'
}) {
  const colour = { accent: 'bg-accent', quiet: 'bg-quiet', danger: 'bg-danger' }[tone]
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      className="h-1 w-full overflow-hidden rounded-full bg-pressed"
    >
      <div
        className={cx('h-full rounded-full transition-[width] duration-300', colour, share === null && 'breathe')}
        style={{ width: `${share === null ? 100 : Math.min(100, share * 100)}%` }}
      />
    </div>
  )
}
