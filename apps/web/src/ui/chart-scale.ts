export interface Bar {
  key: string
  /** In full, for the reading and the table. */
  label: string
  /** Below the bar, where there is room. */
  tick: string
  parts: Readonly<Record<string, number>>
}
export interface Series {
  id: string
  label: string
}
export interface BarChartProps {
  label: string
  /** What the bars are: the head of the table's first column. */
  per: string
  series: readonly Series[]
  bars: readonly Bar[]
  show: (value: number) => string
  short?: boolean
  /** How many bars may carry a name at most. */
  ticks?: number
  /** Numbers of the series' colours, 1 to 6; left out: one after another. */
  colours?: readonly number[]
}

/** The next round number at or above: what a scale ends with. Never 0, so that an empty chart has a scale too. */
export function niceCeiling(value: number): number {
  if (!(value > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  // Rounded: 0.3 / 0.1 is a little less than 3.
  const lead = Number((value / power).toPrecision(12))
  const nice = [1, 2, 2.5, 5, 10].find((step) => step >= lead) ?? 10
  return Number((nice * power).toPrecision(12))
}

export interface Segment {
  series: string
  /** 0…1 from the bottom of the plot. */
  from: number
  to: number
}

/** One bar's parts above each other, in the order of the series. */
export function stack(parts: Readonly<Record<string, number>>, series: readonly string[], top: number): Segment[] {
  let at = 0
  return series.flatMap((id) => {
    const value = parts[id] ?? 0
    if (value <= 0) return []
    const segment = { series: id, from: at / top, to: (at + value) / top }
    at += value
    return [segment]
  })
}

export function totalOf(parts: Readonly<Record<string, number>>): number {
  return Object.values(parts).reduce((sum, value) => sum + value, 0)
}

/** Which bars carry a name below: the first, the last, and as many between as have room. */
export function tickAt(index: number, bars: number, most = 6): boolean {
  if (bars <= most) return true
  const step = Math.ceil((bars - 1) / (most - 1))
  return index % step === 0 && (index === 0 || bars - 1 - index >= step / 2 || index === bars - 1)
}
