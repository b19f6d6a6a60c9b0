import type { BarSeriesOption } from 'echarts/charts'
import type { GridComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import { colourOf, type BarChartProps } from './chart-data.ts'

export interface BarOptionProps extends Pick<BarChartProps, 'series' | 'bars' | 'show' | 'colours'> {
  font: { fontFamily: string; fontSize: number }
}

/** What is drawn: stacked bars over names, and a scale of three round numbers. */
export function barOption({
  series,
  bars,
  show,
  colours,
  font,
}: BarOptionProps): ComposeOption<BarSeriesOption | GridComponentOption> {
  const text = { color: 'var(--ink-quiet)', ...font }
  return {
    animation: false,
    textStyle: text,
    grid: { top: 8, right: 0, bottom: 4, left: 0, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: bars.map(({ tick }) => tick),
      axisLine: { lineStyle: { color: 'var(--line-strong)' } },
      axisTick: { show: false },
      axisLabel: { ...text, hideOverlap: true },
      axisPointer: {
        show: true,
        type: 'shadow',
        // Behind the bars.
        z: 0,
        shadowStyle: { color: 'var(--pressed)', opacity: 0.6 },
        label: { show: false },
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 2,
      axisLabel: { ...text, formatter: (value: number) => (value === 0 ? '0' : show(value)) },
      splitLine: { lineStyle: { color: 'var(--line)' } },
      axisPointer: { show: false },
    },
    series: series.map(({ id, label }, index) => ({
      type: 'bar',
      id,
      name: label,
      stack: 'all',
      barCategoryGap: '28%',
      itemStyle: { color: `var(--series-${colourOf(index, colours)})`, borderColor: 'var(--surface)', borderWidth: 1 },
      emphasis: { disabled: true },
      data: bars.map(({ parts }) => parts[id] || null),
    })),
  }
}
