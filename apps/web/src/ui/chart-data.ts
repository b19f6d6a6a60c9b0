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
  /** What the bars are: the heading of the table's first column. */
  per: string
  series: readonly Series[]
  bars: readonly Bar[]
  show: (value: number) => string
  short?: boolean
  /** Numbers of the series' colours, 1 to 6; by default one after another. */
  colours?: readonly number[]
}

const COLOURS = 6

/** Which of the six colours a series has. */
export function colourOf(index: number, colours: readonly number[] | undefined): number {
  return (((colours?.[index] ?? index + 1) - 1) % COLOURS) + 1
}

export function totalOf(parts: Readonly<Record<string, number>>): number {
  return Object.values(parts).reduce((sum, value) => sum + value, 0)
}
