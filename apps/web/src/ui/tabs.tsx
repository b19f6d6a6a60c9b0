import { cx } from './cx.ts'

export function Tabs<T extends string>({
  label,
  tabs,
  value,
  onValue,
}: {
  label: string
  tabs: readonly { value: T; label: string }[]
  value: T
  onValue: (value: T) => void
}) {
  return (
    <div
      role="tablist"
      aria-label={label}
      className="flex gap-2.5 sm:gap-4 overflow-x-auto overflow-y-hidden shadow-rule"
    >
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          aria-selected={tab.value === value}
          onClick={() => onValue(tab.value)}
          className={cx(
            'h-control shrink-0 border-b-2 font-medium whitespace-nowrap',
            tab.value === value ? 'border-accent text-ink' : 'border-transparent text-quiet hover:text-ink',
          )}
        >
          {tab.label}
        </button>
      ))}
    </div>
  )
}
