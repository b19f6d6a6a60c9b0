import { expect, it } from 'vitest'
import { newDraft } from './column-draft.ts'
import { fieldOf, missingIn } from './draft-problems.ts'

it('says what is missing', () => {
  const draft = newDraft()
  expect(missingIn(draft)).toMatch(/fact/)
  expect(missingIn({ ...draft, method: 'question', question: 'Why?' })).toBeNull()
  expect(missingIn({ ...draft, method: 'question', question: 'Why?', rungs: [] })).toMatch(/step/)
  expect(
    missingIn({ ...draft, method: 'score', criteria: [{ key: 'a', name: 'A', question: 'Is it?', weight: '101' }] }),
  ).toMatch(/weight/)
})

it('puts a refusal to its field', () => {
  const draft = newDraft()
  expect(fieldOf('bad_formula', { ...draft, method: 'formula', formula: 'X(' })).toBe('method')
  expect(fieldOf('bad_formula', { ...draft, method: 'question', condition: 'X(' })).toBe('condition')
  expect([fieldOf('column_cycle', draft), fieldOf('too_many_columns', draft)]).toEqual(['method', null])
})
