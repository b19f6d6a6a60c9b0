import { BarChart as Bars } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { barOption, type BarOptionProps } from './bar-option.ts'

use([Bars, GridComponent, SVGRenderer])

interface BarPlotProps extends Omit<BarOptionProps, 'font'> {
  /** The bar that is read; null: none. */
  at: number | null
  onAt: (at: number | null) => void
}

/** The bars themselves, drawn as SVG, so that the browser resolves the colours of the tokens, in both themes. */
export function BarPlot({ at, onAt, series, bars, show, colours }: BarPlotProps) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(null)
  // Synchronises with the chart's own drawing, which is outside React.
  useEffect(() => {
    const drawn = init(box.current, null, { renderer: 'svg' })
    chart.current = drawn
    drawn.on('updateAxisPointer', (event) => onAt(pointedAt(event)))
    const resized = new ResizeObserver(() => drawn.resize())
    resized.observe(box.current!)
    return () => {
      resized.disconnect()
      drawn.dispose()
    }
  }, [onAt])
  useEffect(() => {
    const { fontFamily, fontSize } = getComputedStyle(box.current!)
    chart.current?.setOption(
      barOption({ series, bars, show, colours, font: { fontFamily, fontSize: parseFloat(fontSize) } }),
      {
        notMerge: true,
      },
    )
  }, [series, bars, show, colours])
  // The bar that the arrow keys chose is marked as the pointer marks it.
  useEffect(() => {
    const drawn = chart.current
    if (!drawn) return
    const place =
      at === null
        ? { currTrigger: 'leave' }
        : { x: drawn.convertToPixel({ xAxisIndex: 0 }, at), y: drawn.getHeight() / 2 }
    drawn.dispatchAction({ type: 'updateAxisPointer', ...place }, { silent: true })
  }, [at])
  return <div ref={box} aria-hidden className="size-full text-tiny text-quiet" />
}

function pointedAt(event: unknown): number | null {
  const { axesInfo } = event as { axesInfo: { axisDim: string; value: number }[] }
  return axesInfo.find(({ axisDim }) => axisDim === 'x')?.value ?? null
}
