import { expect, it } from 'vitest'
import { roundBudget } from './round-budget.ts'

it('rounds a budget up, to whole cents', () => {
  expect([0, 4, 12_000, 123_400, 1_830_000, 2_000_000, 8_100_000, 41_000_000].map(roundBudget)).toEqual([
    10_000, 10_000, 20_000, 150_000, 2_000_000, 2_000_000, 10_000_000, 50_000_000,
  ])
  for (const micros of [1, 99_999, 1_000_001, 7_654_321]) expect(roundBudget(micros)).toBeGreaterThanOrEqual(micros)
})
