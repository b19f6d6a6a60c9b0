import { Table2 } from 'lucide-react'
import { useId, useState, type KeyboardEvent } from 'react'
import { colourOf, type BarChartProps } from './chart-data.ts'
import { ChartTable } from './chart-table.tsx'
import { cx } from './cx.ts'
import { lazyPart } from './lazy-part.tsx'

/** The chart library is big, so it is loaded only when there is something to draw. */
const BarPlot = lazyPart(async () => (await import('./bar-plot.tsx')).BarPlot)
const SWATCHES = ['bg-series-1', 'bg-series-2', 'bg-series-3', 'bg-series-4', 'bg-series-5', 'bg-series-6']

/**
 * Stacked bars. The legend reads the bar under the pointer, or the one that the arrow keys chose.
 * A table says the same in numbers.
 */
export function BarChart({ label, per, series, bars, show, short, colours }: BarChartProps) {
  const [at, setAt] = useState<number | null>(null)
  const [asTable, setAsTable] = useState(false)
  const readingId = useId()
  const active = at === null ? null : (bars[at] ?? null)
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowLeft: (at ?? bars.length) - 1, ArrowRight: (at ?? -1) + 1, Home: 0, End: bars.length - 1 }[
      event.key
    ]
    if (event.key === 'Escape' && at !== null) {
      event.stopPropagation()
      setAt(null)
    }
    if (next === undefined) return
    event.preventDefault()
    setAt(Math.max(0, Math.min(bars.length - 1, next)))
  }
  const sum = (id: string): number =>
    active ? (active.parts[id] ?? 0) : bars.reduce((total, bar) => total + (bar.parts[id] ?? 0), 0)
  return (
    <figure className="flex min-w-0 flex-col gap-2.5">
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="font-medium">{active ? active.label : label}</span>
        <span
          id={readingId}
          role="status"
          className={cx(
            'order-last flex min-w-0 basis-full flex-wrap gap-x-3.5 gap-y-1 text-small',
            'sm:order-none sm:flex-1 sm:basis-0',
          )}
        >
          {series.map(({ id, label: name }, index) => (
            <span key={id} className="flex items-center gap-1.5">
              <span className={cx('size-2 rounded-small', SWATCHES[colourOf(index, colours) - 1])} aria-hidden />
              <span className="text-muted">{name}</span>
              <span className={active && sum(id) === 0 ? 'text-muted' : 'font-medium'}>{show(sum(id))}</span>
            </span>
          ))}
        </span>
        <button
          type="button"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
          className="ml-auto flex items-center gap-1 rounded-small text-small text-quiet hover:text-ink"
        >
          <Table2 className="size-3.5" aria-hidden />
          {asTable ? 'As bars' : 'As a table'}
        </button>
      </figcaption>
      {asTable ? (
        <ChartTable label={label} per={per} series={series} bars={bars} show={show} />
      ) : (
        <div
          role="img"
          tabIndex={0}
          aria-label={`${label}, ${bars.length} bars. Arrow keys read them.`}
          aria-describedby={readingId}
          onKeyDown={onKeyDown}
          onBlur={() => setAt(null)}
          className={cx('rounded-small outline-offset-4', short ? 'h-24' : 'h-46')}
        >
          <BarPlot at={at} onAt={setAt} series={series} bars={bars} show={show} colours={colours} />
        </div>
      )}
    </figure>
  )
}
