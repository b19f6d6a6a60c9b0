import { describe, expect, it } from 'vitest'
import { barOption } from './bar-option.ts'
import { colourOf, totalOf } from './chart-data.ts'

describe('a bar chart', () => {
  it('takes its six colours one after another, or the ones that it is given', () => {
    expect([0, 1, 5, 6].map((index) => colourOf(index, undefined))).toEqual([1, 2, 6, 1])
    expect(colourOf(0, [4])).toBe(4)
  })

  it('adds up what a bar is made of', () => {
    expect(totalOf({ a: 1, b: 3 })).toBe(4)
    expect(totalOf({})).toBe(0)
  })

  it('stacks the parts in the order of the series and leaves out what is nothing', () => {
    const { series, xAxis } = barOption({
      series: [
        { id: 'a', label: 'A' },
        { id: 'b', label: 'B' },
      ],
      bars: [
        { key: '1', label: 'Monday', tick: 'Mon', parts: { b: 3, a: 1 } },
        { key: '2', label: 'Tuesday', tick: 'Tue', parts: { b: 2, a: 0 } },
      ],
      show: String,
      colours: [2, 4],
      font: { fontFamily: 'serif', fontSize: 11 },
    })
    expect(xAxis).toMatchObject({ data: ['Mon', 'Tue'] })
    expect(series).toMatchObject([
      { id: 'a', stack: 'all', data: [1, null], itemStyle: { color: 'var(--series-2)' } },
      { id: 'b', stack: 'all', data: [3, 2], itemStyle: { color: 'var(--series-4)' } },
    ])
  })
})
