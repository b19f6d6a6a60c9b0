import { expect, it } from 'vitest'
import { TypeAhead } from './type-ahead.ts'

it('keeps the letters that are typed while an editor opens', () => {
  const typed = new TypeAhead()
  expect(typed.take()).toBeNull()
  expect(['l', 'o', 't'].map((letter) => typed.press(letter))).toEqual([false, true, true])
  expect(typed.take()).toBe('lot')
  expect(typed.press('x')).toBe(false)
})
