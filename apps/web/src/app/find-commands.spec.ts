import { Search } from 'lucide-react'
import { expect, it } from 'vitest'
import type { Action } from '../actions/action.ts'
import { fitOf } from './find-commands.ts'

const action = (label: string, more: Partial<Action> = {}): Action => ({
  name: label,
  label,
  icon: Search,
  run: () => {},
  ...more,
})
const found = (typed: string, ...actions: Action[]) =>
  actions
    .map((each) => ({ label: each.label, fit: fitOf(each, typed) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .map(({ label }) => label)

it('finds by the first letters, by words in any order, and by the group', () => {
  const actions = [action('Run on all rows', { group: 'Run' }), action('Light theme', { group: 'Theme' })]
  expect(found('roar', ...actions)).toEqual(['Run on all rows'])
  expect(found('rows run', ...actions)).toEqual(['Run on all rows'])
  expect(found('theme light', ...actions)).toEqual(['Light theme'])
  expect(found('xyz', ...actions)).toEqual([])
})
