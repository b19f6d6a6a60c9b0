import { expect, it } from 'vitest'
import { quoteContext } from './quote-context.ts'

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
