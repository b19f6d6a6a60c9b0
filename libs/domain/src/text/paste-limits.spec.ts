import { expect, it } from 'vitest'
import { isPasteWithinLimits } from './paste-limits.ts'

it.each(['\n', '\r\n', '\r', '\n \t\n\n'])('takes 5,000 lines and no more, divided by %j', (end) => {
  const most = `acme.com${end}`.repeat(5000)
  expect([isPasteWithinLimits(most), isPasteWithinLimits(`${most}acme.com`)]).toEqual([true, false])
})

it('takes 1,000,000 characters and no more', () => {
  const most = 'x'.repeat(1_000_000)
  expect([isPasteWithinLimits(most), isPasteWithinLimits(`${most}x`)]).toEqual([true, false])
})
