import { Table2 } from 'lucide-react'
import { useId, useState, type KeyboardEvent } from 'react'
import { niceCeiling, stack, tickAt, totalOf, type BarChartProps } from './chart-scale.ts'
import { ChartTable } from './chart-table.tsx'
import { cx } from './cx.ts'

const FILLS = ['fill-series-1', 'fill-series-2', 'fill-series-3', 'fill-series-4', 'fill-series-5', 'fill-series-6']
const SWATCHES = ['bg-series-1', 'bg-series-2', 'bg-series-3', 'bg-series-4', 'bg-series-5', 'bg-series-6']
const WIDTH = 10
const GAP = 1.4

/** Stacked bars. The legend reads the bar under the pointer, or the one that the arrow keys chose; a table says the same in numbers. */
export function BarChart({ label, per, series, bars, show, short, ticks, colours }: BarChartProps) {
  const [at, setAt] = useState<number | null>(null)
  const [asTable, setAsTable] = useState(false)
  const readingId = useId()
  const top = niceCeiling(Math.max(0, ...bars.map((bar) => totalOf(bar.parts))))
  const ids = series.map(({ id }) => id)
  const colour = (id: string): number => ((colours?.[ids.indexOf(id)] ?? ids.indexOf(id) + 1) - 1) % FILLS.length
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
      <figcaption className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <span className="font-medium">{active ? active.label : label}</span>
        <span
          id={readingId}
          role="status"
          className="order-last flex min-w-0 basis-full flex-wrap gap-x-3.5 gap-y-1 text-small sm:order-none sm:flex-1 sm:basis-0"
        >
          {series.map(({ id, label: name }) => (
            <span key={id} className={cx('flex items-center gap-1.5', active && sum(id) === 0 && 'opacity-45')}>
              <span className={cx('size-2 rounded-small', SWATCHES[colour(id)])} aria-hidden />
              <span className="text-muted">{name}</span>
              <span className="font-medium">{show(sum(id))}</span>
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
        <div className="grid grid-cols-[auto_1fr] gap-x-2">
          <div
            aria-hidden
            className={cx('flex flex-col justify-between text-right text-tiny text-quiet', short ? 'h-20' : 'h-40')}
          >
            <span className="-translate-y-1/2">{show(top)}</span>
            <span>{show(top / 2)}</span>
            <span className="translate-y-1/2">0</span>
          </div>
          <div
            role="img"
            tabIndex={0}
            aria-label={`${label}, ${bars.length} bars. Arrow keys read them.`}
            aria-describedby={readingId}
            onKeyDown={onKeyDown}
            onPointerLeave={() => setAt(null)}
            onBlur={() => setAt(null)}
            className={cx(
              'relative rounded-small border-b border-line-strong outline-offset-4',
              short ? 'h-20' : 'h-40',
            )}
          >
            <span aria-hidden className="absolute inset-x-0 top-0 border-t border-line" />
            <span aria-hidden className="absolute inset-x-0 top-1/2 border-t border-line" />
            <svg
              aria-hidden
              className="relative size-full"
              viewBox={`0 0 ${bars.length * WIDTH} 100`}
              preserveAspectRatio="none"
            >
              {bars.map((bar, index) => (
                <g key={bar.key} onPointerEnter={() => setAt(index)} onPointerDown={() => setAt(index)}>
                  <rect
                    x={index * WIDTH}
                    width={WIDTH}
                    height={100}
                    className={index === at ? 'fill-pressed opacity-60' : 'fill-transparent'}
                  />
                  {stack(bar.parts, ids, top).map(({ series: id, from, to }) => (
                    <rect
                      key={id}
                      x={index * WIDTH + GAP}
                      width={WIDTH - 2 * GAP}
                      y={100 - to * 100}
                      height={(to - from) * 100}
                      className={cx('stroke-surface', FILLS[colour(id)])}
                      strokeWidth={1}
                      vectorEffect="non-scaling-stroke"
                    />
                  ))}
                </g>
              ))}
            </svg>
          </div>
          <div aria-hidden className="relative col-start-2 mt-1 h-4 text-tiny text-quiet">
            {bars.map(
              (bar, index) =>
                tickAt(index, bars.length, ticks) && (
                  <span
                    key={bar.key}
                    className="absolute -translate-x-1/2 whitespace-nowrap first:translate-x-0"
                    style={{ left: index === 0 ? 0 : `${((index + 0.5) / bars.length) * 100}%` }}
                  >
                    {bar.tick}
                  </span>
                ),
            )}
          </div>
        </div>
      )}
    </figure>
  )
}
