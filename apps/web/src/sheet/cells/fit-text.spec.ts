import { beforeEach, expect, it } from 'vitest'
import { fitText, forgetFits } from './fit-text.ts'

const measure = (text: string) => text.length * 10
beforeEach(forgetFits)

it('leaves what fits, cuts what does not, and keeps one line', () => {
  expect(fitText(measure, 'abc', 30)).toBe('abc')
  expect(fitText(measure, 'abcdef', 40)).toBe('abc…')
  expect(fitText(measure, 'ab cdef', 40)).toBe('ab…')
  expect(fitText(measure, 'a\n b', 90)).toBe('a b')
  expect(fitText(measure, 'abc', 0)).toBe('')
  expect(fitText(measure, 'x'.repeat(100_000), 50)).toBe('xxxx…')
})
