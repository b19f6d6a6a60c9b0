import type { LucideIcon } from 'lucide-react'
import { BadgeCheck, Braces, Gauge, Globe, Layers, MessageCircleQuestion, PencilLine } from 'lucide-react'
import { useId } from 'react'
import { cx } from '../../ui/cx.ts'
import type { DraftMethod } from './column-draft.ts'

const METHODS = {
  facts: { label: 'Ready facts', icon: BadgeCheck, does: 'What websites usually say, read without a model.' },
  question: {
    label: 'Ask a question',
    icon: MessageCircleQuestion,
    does: 'In your own words; answered with the quote that says so.',
  },
  score: { label: 'Score', icon: Gauge, does: 'Yes-or-no questions with weights, added up to a score from 0 to 100.' },
  formula: { label: 'Formula', icon: Braces, does: 'Computed from other columns. Costs nothing.' },
  merge: { label: 'Best of columns', icon: Layers, does: 'The best proven value of several columns, with its proof.' },
  http: { label: 'HTTP request', icon: Globe, does: 'One request per row to a service of your own.' },
  plain: { label: 'Plain column', icon: PencilLine, does: 'Filled by people and imports; runs leave it as it is.' },
} satisfies Record<DraftMethod, { label: string; icon: LucideIcon; does: string }>

/** How a column gets its values. */
export function MethodChoice({
  methods,
  value,
  onValue,
}: {
  methods: readonly DraftMethod[]
  value: DraftMethod
  onValue: (method: DraftMethod) => void
}) {
  const name = useId()
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="sr-only">How it gets its values</legend>
      <div className="grid grid-cols-2 gap-1">
        {methods.map((method) => {
          const { label, icon: Icon } = METHODS[method]
          return (
            <label
              key={method}
              className={cx(
                'flex h-control items-center gap-2 rounded-base border px-2.5 has-focus-visible:outline-2',
                'has-focus-visible:outline-offset-1 has-focus-visible:outline-focus',
                method === value
                  ? 'border-accent-line bg-accent-soft font-medium text-accent-strong'
                  : 'border-line bg-raised text-muted hover:bg-hover',
              )}
            >
              <input
                type="radio"
                name={name}
                aria-label={label}
                checked={method === value}
                onChange={() => onValue(method)}
                className="sr-only"
              />
              <Icon className="size-3.5 shrink-0" aria-hidden />
              <span className="truncate">{label}</span>
            </label>
          )
        })}
      </div>
      <p className="text-small text-quiet">{METHODS[value].does}</p>
    </fieldset>
  )
}
