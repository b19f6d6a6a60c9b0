import type { Run } from '@enrichify/contracts'
import { expect, it } from 'vitest'
import { columnWords, costWords, emptyParts, runParts, scopeWords, waitingWords } from './run-words.ts'

const run = {
  counts: { verified: 3, cited: 0, asserted: 0, kept: 1, empty: { not_on_page: 2, no_result: 5 } },
  columnIds: ['c1', 'c9'],
  scope: { kind: 'first', count: 10 },
} as unknown as Run

it('says what a run did', () => {
  expect(runParts(run).map((part) => `${part.number} ${part.label}`)).toEqual(['3 verified', '1 left as is', '7 empty'])
  expect(emptyParts(run)).toEqual([
    { label: 'no page found', number: 5 },
    { label: 'not on page', number: 2 },
  ])
  expect(columnWords(run, [{ id: 'c1', name: 'Phone' }] as never)).toBe('Phone, a deleted column')
  expect(scopeWords(run.scope)).toBe('the first 10 rows')
})

it('says what a run cost, unless it has nothing to do with money', () => {
  const free = { costMicros: 0, reservedMicros: 0, budgetMicros: null, savedMicros: 0 }
  expect(costWords(free)).toBeNull()
  expect(costWords({ ...free, costMicros: 420_000 })).toBe('$0.42')
  expect(costWords({ ...free, costMicros: 2100, budgetMicros: 2_000_000 })).toBe('$0.0021 of $2.00')
  expect(costWords({ ...free, savedMicros: 5 })).toBe('$0.00')
})

it('says what a run waits for, and when the next try is', () => {
  const until = '2026-11-27T10:00:00.000Z'
  const waiting = { service: 'Mistral', failure: 'unreachable', until } as const
  expect(waitingWords(waiting, Date.parse(until) - 1000)).toMatch(
    /^Mistral does not answer \(not reachable\)\. The next try is at \d/,
  )
  expect(waitingWords(waiting, Date.parse(until) + 1000)).toContain('It is tried again now.')
  expect(waitingWords({ ...waiting, until: null })).toContain('It is tried again now.')
  expect(waitingWords({ service: null, failure: null, until }, Date.parse(until) - 1000)).toMatch(
    /^It waits for money of the budget that other calls have reserved\. They end by .+\.$/,
  )
})
