import { expect, it } from 'vitest'
import { candidateReason, ruleWords } from './cell-explanations.ts'

it('puts rules and reasons into words', () => {
  expect(ruleWords('list:person:name')).toBe('each of them: the name and the title are in the quote')
  expect(ruleWords('new_rule')).toBe('rule new rule')
  expect(candidateReason('new_reason')).toBe('new reason')
})
