import { Tabs as Base } from '@base-ui/react/tabs'
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
    <Base.Root value={value} onValueChange={onValue}>
      <Base.List aria-label={label} className="flex gap-2.5 sm:gap-4 overflow-x-auto overflow-y-hidden shadow-rule">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className={cx(
              'h-control shrink-0 border-b-2 border-transparent font-medium whitespace-nowrap text-quiet',
              'hover:text-ink data-active:border-accent data-active:text-ink',
            )}
          >
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
    </Base.Root>
  )
}
