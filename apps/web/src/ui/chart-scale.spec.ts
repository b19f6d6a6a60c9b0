import { describe, expect, it } from 'vitest'
import { niceCeiling, stack, tickAt, totalOf } from './chart-scale.ts'

describe('chart scaling', () => {
  it('ends scales with round numbers', () => {
    expect([0, 0.3, 1, 1.01, 2.2, 4, 7, 12_345].map(niceCeiling)).toEqual([1, 0.5, 1, 2, 2.5, 5, 10, 20_000])
    expect(niceCeiling(0.0021)).toBe(0.0025)
    expect(niceCeiling(Number.NaN)).toBe(1)
  })

  it('stacks parts in the order of the series and leaves out what is nothing', () => {
    expect(stack({ b: 3, a: 1, c: 0 }, ['a', 'b', 'c'], 10)).toEqual([
      { series: 'a', from: 0, to: 0.1 },
      { series: 'b', from: 0.1, to: 0.4 },
    ])
    expect(totalOf({ a: 1, b: 3 })).toBe(4)
    expect(totalOf({})).toBe(0)
  })

  it('names a few bars', () => {
    const named = (bars: number) =>
      Array.from({ length: bars }, (_, index) => index).filter((index) => tickAt(index, bars))
    expect(named(4)).toEqual([0, 1, 2, 3])
    expect(named(30)).toEqual([0, 6, 12, 18, 24])
    expect(named(24).length).toBeLessThanOrEqual(6)
  })
})
