import { expect, it } from 'vitest'
import { markWords } from './cell-words.ts'

it('says what a mark shows', () => {
  expect(markWords(undefined)).toBe('')
  expect(markWords({ state: 'asserted' })).toBe('not proven')
  expect(markWords({ state: 'verified', pending: true })).toBe('waiting for an answer')
  expect(markWords({ state: 'cited', conflict: true, stale: true })).toBe(
    'cited, not verified, sources disagree, out of date',
  )
  expect(markWords({ state: 'verified', wrong: true, stale: true })).toBe('judged wrong by a person')
})

it('says once that sources disagree', () => {
  expect(markWords({ state: 'empty', empty: 'conflict', conflict: true })).toBe('sources disagree')
})
