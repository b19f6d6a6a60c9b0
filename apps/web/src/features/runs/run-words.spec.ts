import type { Run } from '@enrichify/contracts'
import { expect, it } from 'vitest'
import { columnWords, emptyParts, runParts, scopeWords } from './run-words.ts'

const run = { counts: { verified: 3, cited: 0, asserted: 0, kept: 1, empty: { not_on_page: 2, no_result: 5 } }, columnIds: ['c1', 'c9'], scope: { kind: 'first', count: 10 } } as unknown as Run

it('says what a run did', () => {
  expect(runParts(run).map((part) => `${part.number} ${part.label}`)).toEqual(['3 verified', '1 kept', '7 empty'])
  expect(emptyParts(run)).toEqual([{ label: 'no page found', number: 5 }, { label: 'not on page', number: 2 }])
  expect(columnWords(run, [{ id: 'c1', name: 'Phone' }] as never)).toBe('Phone, a deleted column')
  expect(scopeWords(run.scope)).toBe('the first 10 rows')
})
