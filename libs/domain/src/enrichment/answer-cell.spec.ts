import { expect, it } from 'vitest'
import { answerCell } from './answer-cell.ts'

it('a verified value wins over a better ranked one that is only cited', () => {
  const facts = [
    { value: '+1', verified: false, evidenceId: 'a' },
    { value: '+2', verified: true, evidenceId: 'b' },
  ]
  expect(answerCell('phone', facts, 'not_on_page')).toEqual({
    value: '+2',
    state: 'verified',
    empty: null,
    primary: 'b',
  })
})
it('a list keeps its verified items only', () => {
  const facts = [
    { value: { name: 'A B', title: null }, verified: false, evidenceId: 'a' },
    { value: { name: 'C D', title: 'CEO' }, verified: true, evidenceId: 'b' },
  ]
  expect(answerCell('people', facts, 'not_on_page')).toMatchObject({
    value: [{ name: 'C D', title: 'CEO' }],
    state: 'verified',
    primary: 'b',
  })
})
it('nothing found is an empty cell with its reason', () => {
  expect(answerCell('fax', [], 'not_on_page')).toEqual({
    value: null,
    state: 'empty',
    empty: 'not_on_page',
    primary: null,
  })
})
