import { FACT_KINDS, READY_FACTS, type FactKind } from '@enrichify/domain'
import { Check } from 'lucide-react'
import { cx } from '../../ui/cx.ts'

/** Several facts at once: one column each. */
export function FactList({
  chosen,
  present,
  onChange,
}: {
  chosen: readonly FactKind[]
  present: ReadonlySet<FactKind | null>
  onChange: (facts: readonly FactKind[]) => void
}) {
  return (
    <div role="group" aria-label="Ready facts" className="-mx-1 flex flex-col">
      {FACT_KINDS.map((fact) => {
        const checked = chosen.includes(fact)
        const { label, question } = READY_FACTS[fact]
        return (
          <button
            key={fact}
            type="button"
            role="checkbox"
            aria-checked={checked}
            onClick={() => onChange(checked ? chosen.filter((other) => other !== fact) : [...chosen, fact])}
            className={cx(
              'flex items-center gap-3 rounded-base px-2 py-1.5 text-left',
              checked ? 'bg-accent-soft' : 'hover:bg-hover',
            )}
          >
            <span
              className={cx(
                'flex size-4 shrink-0 items-center justify-center rounded-small border',
                checked ? 'border-accent bg-accent text-accent-ink' : 'border-line-strong',
              )}
            >
              {checked && <Check className="size-3" aria-hidden />}
            </span>
            <span className="min-w-0 flex-1">
              <span className="font-medium">{label}</span>
              <span className="block truncate text-small text-quiet">{question}</span>
            </span>
            {present.has(fact) && <span className="text-tiny text-quiet">in the sheet</span>}
          </button>
        )
      })}
    </div>
  )
}
