import type { RunEstimate } from '@enrichify/contracts'
import { describe, expect, it } from 'vitest'
import {
  budgetProblem,
  budgetWarning,
  emptiedWords,
  freeWords,
  leftAloneWords,
  leftWords,
  paidWords,
  testWords,
  tightest,
  timeWords,
} from './price-words.ts'

const estimate: RunEstimate = {
  rows: 120,
  cells: 240,
  freeCells: { facts: 120, cache: 20, unchanged: 0 },
  leftAlone: { emptied: 3, typed: 1, right: 2 },
  paidCells: 100,
  calls: 100,
  model: 'm',
  price: { p10Micros: 800_000, p50Micros: 1_240_000, p90Micros: 1_830_000, basis: 'list' },
  seconds: 700,
  left: { websetMicros: null, monthMicros: null },
  tests: [],
  practice: false,
  problems: [],
}

describe('the price of a run', () => {
  it('needs a budget of its own only when there is no other', () => {
    expect(budgetProblem(estimate, undefined)).toMatch(/amount/)
    expect(budgetProblem(estimate, null)).toMatch(/one of its own/)
    expect(budgetProblem(estimate, 0)).toBeNull()
    expect(budgetProblem({ ...estimate, left: { websetMicros: null, monthMicros: 5 } }, null)).toBeNull()
  })

  it('warns when the run will stop early', () => {
    const tight = { ...estimate, left: { websetMicros: 3_000_000, monthMicros: 1_000_000 } }
    expect(tightest(tight.left)).toEqual({ micros: 1_000_000, of: 'month' })
    expect(budgetWarning(tight, null)).toMatch(/\$1\.00 is left in the month/)
    expect(budgetWarning(tight, 500_000)).toMatch(/less than the run probably costs/)
    expect(budgetWarning(estimate, 2_000_000)).toBeNull()
  })

  it('says it in words', () => {
    expect(freeWords(estimate.freeCells)).toBe('120 without a model, up to 20 from answers already paid for')
    expect(paidWords(estimate)).toBe('100 by 100 calls to m')
    expect(leftWords({ websetMicros: 1_500_000, monthMicros: 9_000_000 })).toBe(
      '$1.50 of the webset’s budget, $9.00 of this month’s budget',
    )
    expect(leftAloneWords(estimate.leftAlone)).toBe('1 typed by a person and 2 judged right are left alone')
    expect(leftAloneWords({ emptied: 3, typed: 0, right: 0 })).toBeNull()
    expect(emptiedWords(estimate.leftAlone, false)).toBe('3 emptied by a person are left alone')
    expect(emptiedWords({ ...estimate.leftAlone, emptied: 1 }, true)).toBe('1 emptied by a person is filled too')
    const test = { columnId: 'c2', name: 'Director', right: 8, of: 10, at: '2026-11-27T10:00:00.000Z', isCurrent: true }
    expect(testWords(test)).toMatch(/^8 of 10 right when last tested, on /)
    expect(testWords({ ...test, isCurrent: false })).toMatch(/it was changed since$/)
    expect([3, 62, 700, 9000].map(timeWords)).toEqual(['about 5 s', 'about 1 min 5 s', 'about 12 min', 'about 2.5 h'])
  })
})
