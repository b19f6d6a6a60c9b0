import { expect, it } from 'vitest'
import { candidateReason, ruleWords } from './cell-explanations.ts'
import { quoteContext } from './quote-context.ts'
import { valueText } from './value-text.ts'

it('shows a quote in its surroundings, cut between words', () => {
  const text = `${'before '.repeat(20)}Phone: 030 123${' after'.repeat(20)}`
  const start = text.indexOf('Phone')
  const context = quoteContext(text, start, start + 14, 30)
  expect(context.quote).toBe('Phone: 030 123')
  expect(context.before).toMatch(/^before/)
  expect(context.after).toMatch(/after$/)
  expect(context).toMatchObject({ cutBefore: true, cutAfter: true })
  expect(quoteContext('abc', 0, 3, 300)).toEqual({
    before: '',
    quote: 'abc',
    after: '',
    cutBefore: false,
    cutAfter: false,
  })
})

it('puts rules, reasons and values into words', () => {
  expect(ruleWords('list:person:name')).toBe('each of them: the name and the title stand in the quote')
  expect(ruleWords('new_rule')).toBe('rule new rule')
  expect(candidateReason('new_reason')).toBe('new reason')
  expect(valueText({ text: 'Mon-Fri 9-5', osm: null })).toBe('Mon-Fri 9-5')
  expect(valueText([{ name: 'Ada', title: 'CEO' }, 'x'])).toBe('Ada, CEO; x')
})
