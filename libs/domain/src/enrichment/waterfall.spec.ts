import { describe, expect, it } from 'vitest'
import { isBetter, isConflict, isEnough, isFinal, reliabilityOf, scoreOf, tellingReason } from './waterfall.ts'

const candidate = (value: unknown, source: string, state: 'verified' | 'cited' = 'verified') => ({
  value,
  source,
  state,
})

describe('the waterfall', () => {
  it('stops at what the rule asks for', () => {
    expect([
      isEnough('verified', 'verified'),
      isEnough('cited', 'verified'),
      isEnough('cited', 'cited'),
      isEnough('asserted', 'cited'),
      isEnough('asserted', 'any'),
    ]).toEqual([true, false, true, false, true])
    expect([isBetter('verified', 'cited'), isBetter('cited', 'cited'), isBetter('asserted', 'cited')]).toEqual([
      true,
      false,
      false,
    ])
  })
  it('tells the reason that something can be done about', () => {
    expect(tellingReason(['not_on_page', 'budget_reached'])).toBe('budget_reached')
    expect(tellingReason(['not_on_page', 'no_result'])).toBe('no_result')
    expect(tellingReason([])).toBe('no_result')
  })
  it('learns from verdicts, slowly', () => {
    expect(reliabilityOf({ right: 0, wrong: 0 })).toBe(0.5)
    expect(reliabilityOf({ right: 1, wrong: 0 })).toBeLessThan(0.65)
    expect(reliabilityOf({ right: 40, wrong: 0 })).toBeGreaterThan(0.9)
  })
  it('two telephone numbers of one site are two numbers, two founding years are a conflict', () => {
    expect(isConflict([candidate('+1', 'patterns:pattern'), candidate('+2', 'data:hunter')], false)).toBe(true)
    expect(isConflict([candidate('+1', 'patterns:pattern'), candidate('+2', 'structured:json-ld')], false)).toBe(false)
    expect(isConflict([candidate(1987, 'patterns'), candidate(1990, 'patterns')], true)).toBe(true)
    expect(isConflict([candidate(1987, 'patterns'), candidate(1990, 'patterns', 'cited')], true)).toBe(false)
    expect(isConflict([candidate('Acme, Inc.', 'structured'), candidate('ACME Inc', 'data:x')], true)).toBe(false)
    expect(isConflict([], true)).toBe(false)
  })
  it('asks again only what changed or may come out otherwise', () => {
    const stored = { state: 'verified' as const, empty: null, inputHash: 'a', stale: false }
    expect(isFinal(stored, 'a', [])).toBe(true)
    expect(isFinal(stored, 'b', [])).toBe(false)
    expect(isFinal({ ...stored, stale: true }, 'a', [])).toBe(false)
    expect(isFinal({ ...stored, state: 'empty', empty: 'not_on_page' }, 'a', ['no_result'])).toBe(true)
    expect(isFinal({ ...stored, state: 'empty', empty: 'no_result' }, 'a', ['no_result'])).toBe(false)
    expect(isFinal(null, 'a', [])).toBe(false)
  })
  it('adds a score up by weights', () => {
    expect(
      scoreOf([
        { weight: 30, holds: true },
        { weight: 10, holds: false },
      ]),
    ).toBe(75)
    expect(scoreOf([])).toBe(0)
  })
})
