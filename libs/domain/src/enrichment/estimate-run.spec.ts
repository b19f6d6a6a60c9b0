import { describe, expect, it } from 'vitest'
import { estimateRun } from './estimate-run.ts'

const listed = {
  inputTokens: 1000,
  outputTokens: 500,
  inputMicrosPerMillion: 1_000_000,
  outputMicrosPerMillion: 4_000_000,
}
const history = { p10: 800, p50: 1000, p90: 1400, mean: 1050, calls: 100 }

describe('what calls will come to', () => {
  it('from list prices: in order, never free, and as uncertain for many as for one', () => {
    const one = estimateRun(1, null, listed)
    expect(one.p10).toBeGreaterThan(0)
    expect(one.p10).toBeLessThan(one.p50)
    expect(one.p50).toBeLessThan(one.p90)
    expect(estimateRun(100, null, listed).p90).toBeCloseTo(100 * one.p90)
  })
  it('from history: one call as they were, many nearer to their mean', () => {
    expect(estimateRun(1, history, listed)).toEqual({ p10: 800, p50: 1000, p90: 1400 })
    const many = estimateRun(1000, history, listed)
    expect(many.p50).toBe(1_050_000)
    expect(many.p90 / many.p50).toBeLessThan(1400 / 1000)
    expect(many.p10).toBeGreaterThan(0)
  })
  it('nothing for no calls', () => expect(estimateRun(0, history, listed)).toEqual({ p10: 0, p50: 0, p90: 0 }))
})
