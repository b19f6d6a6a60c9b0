import type { RunReport } from '@enrichify/contracts'
import { BarChart } from '../../ui/bar-chart.tsx'
import type { Bar } from '../../ui/chart-data.ts'
import { axisTimes, count, fullTime, money } from '../../ui/format.ts'
import { Section } from '../../ui/section.tsx'

const whole = (number: number): string => count.format(Math.round(number * 10) / 10)

/** Cells, money and failures over time: a chart each, because their scales differ. */
export function RunTimeline({ report: { timeline } }: { report: RunReport }) {
  if (timeline.every(({ cells, micros, failures }) => cells + micros + failures === 0)) return null
  const ticks = axisTimes(timeline.map(({ from }) => from))
  const bars = (parts: (slice: RunReport['timeline'][number]) => Record<string, number>): Bar[] =>
    timeline.map((slice, index) => ({
      key: slice.from,
      label: fullTime(slice.from),
      tick: ticks[index] ?? '',
      parts: parts(slice),
    }))
  const spent = timeline.some(({ micros }) => micros > 0)
  const failed = timeline.some(({ failures }) => failures > 0)
  return (
    <Section title="Over time">
      <div
        className={
          spent && failed
            ? 'grid gap-x-8 gap-y-5 sm:grid-cols-3'
            : spent || failed
              ? 'grid gap-x-8 gap-y-5 sm:grid-cols-2'
              : 'flex flex-col'
        }
      >
        <BarChart
          short
          label="Cells"
          per="From"
          show={whole}
          series={[{ id: 'cells', label: 'answered' }]}
          bars={bars(({ cells }) => ({ cells }))}
        />
        {spent && (
          <BarChart
            short
            label="Money"
            per="From"
            show={money}
            series={[{ id: 'micros', label: 'spent' }]}
            colours={[2]}
            bars={bars(({ micros }) => ({ micros }))}
          />
        )}
        {failed && (
          <BarChart
            short
            label="Failed calls"
            per="From"
            show={whole}
            series={[{ id: 'failures', label: 'failed' }]}
            colours={[4]}
            bars={bars(({ failures }) => ({ failures }))}
          />
        )}
      </div>
    </Section>
  )
}
