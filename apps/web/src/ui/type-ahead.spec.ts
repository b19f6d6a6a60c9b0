import { expect, it } from 'vitest'
import { TypeAhead } from './type-ahead.ts'

it('keeps the keys that are pressed while an editor opens', () => {
  const typed = new TypeAhead()
  expect(typed.take()).toBeNull()
  expect(typed.press('Enter')).toBe(false)
  expect(['l', 'o', 't', 'x', 'Backspace', 's', 'Enter'].map((key) => typed.press(key))).toEqual([
    false,
    true,
    true,
    true,
    true,
    true,
    true,
  ])
  expect(typed.take()).toEqual({ text: 'lots', leave: [0, 1] })
  expect(typed.press('x')).toBe(false)
  expect(typed.isOpening).toBe(true)
  typed.press('Tab', true)
  expect(typed.take()).toEqual({ text: 'x', leave: [-1, 0] })
})
