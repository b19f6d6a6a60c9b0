import { defaultRungs } from '@enrichify/domain'
import { expect, it } from 'vitest'
import { moved, newDraft, withMethod } from './column-draft.ts'

it('takes the steps that fit the method', () => {
  const score = withMethod(newDraft(), 'score')
  expect(score.rungs.map(({ kind }) => kind)).toEqual(['model', 'search', 'agent'])
  expect(score.kind).toBe('number')
  expect(withMethod(score, 'question')).toMatchObject({ kind: 'text', rungs: defaultRungs(null) })
})

it('moves one item of a list', () => {
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
  expect(moved(['a', 'b', 'c'], 0, 9)).toEqual(['b', 'c', 'a'])
})
