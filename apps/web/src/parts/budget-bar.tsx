import { cx } from '../ui/cx.ts'
import { money, percent } from '../ui/format.ts'

/** How much of a limit is spent and reserved. Null: there is no limit. */
export function budgetShare(
  limitMicros: number | null,
  spentMicros: number,
  reservedMicros: number,
): { spent: number; reserved: number; reached: boolean } | null {
  if (limitMicros === null) return null
  if (limitMicros === 0) return { spent: 1, reserved: 0, reached: true }
  const spent = Math.min(1, spentMicros / limitMicros)
  const reserved = Math.min(1 - spent, reservedMicros / limitMicros)
  return { spent, reserved, reached: spentMicros + reservedMicros >= limitMicros }
}

export function BudgetBar({
  label,
  limitMicros,
  spentMicros,
  reservedMicros,
}: {
  label: string
  limitMicros: number | null
  spentMicros: number
  reservedMicros: number
}) {
  const share = budgetShare(limitMicros, spentMicros, reservedMicros)
  if (!share || limitMicros === null) return null
  const reserved = reservedMicros > 0 ? `, ${money(reservedMicros)} reserved` : ''
  const words = `${money(spentMicros)} of ${money(limitMicros)} spent${reserved}, ${percent(share.spent)}`
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={limitMicros}
      aria-valuenow={Math.min(limitMicros, spentMicros)}
      aria-valuetext={words}
      title={words}
      className="flex h-1.5 w-full overflow-hidden rounded-full bg-pressed"
    >
      <div
        className={cx(
          'h-full transition-[width] duration-300',
          share.reached ? 'bg-danger' : share.spent > 0.8 ? 'bg-warn' : 'bg-accent',
        )}
        style={{ width: `${share.spent * 100}%` }}
      />
      <div
        className="h-full bg-accent-line transition-[width] duration-300"
        style={{ width: `${share.reserved * 100}%` }}
      />
    </div>
  )
}
