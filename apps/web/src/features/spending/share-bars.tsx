import type { ReactNode } from 'react'
import { useState } from 'react'
import { money } from '../../ui/format.ts'

interface Share {
  key: string
  name: ReactNode
  micros: number
  note: string
}
const FIRST = 6

/** A list of amounts, each with a bar in proportion to the largest. */
export function ShareBars({ title, items }: { title: string; items: readonly Share[] }) {
  const [all, setAll] = useState(false)
  const most = Math.max(1, ...items.map(({ micros }) => micros))
  const shown = all ? items : items.slice(0, FIRST)
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="mb-1.5 text-small font-medium text-muted">{title}</h3>
      {items.length === 0 && <p className="text-quiet">Nothing yet.</p>}
      <ul className="flex flex-col gap-2">
        {shown.map((item) => (
          <li key={item.key} title={item.note}>
            <div className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 truncate">{item.name}</span>
              <span className="font-medium">{money(item.micros)}</span>
            </div>
            <div aria-hidden className="mt-0.5 h-1 overflow-hidden rounded-full bg-pressed">
              <div className="h-full rounded-full bg-accent" style={{ width: `${(item.micros / most) * 100}%` }} />
            </div>
            <p className="text-tiny text-quiet">{item.note}</p>
          </li>
        ))}
      </ul>
      {items.length > FIRST && (
        <button
          type="button"
          onClick={() => setAll(!all)}
          className="mt-1.5 text-small text-muted underline underline-offset-2 hover:text-ink"
        >
          {all ? 'Fewer' : `${items.length - FIRST} more`}
        </button>
      )}
    </section>
  )
}
