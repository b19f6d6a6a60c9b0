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

it('keeps several values, each ended by a key, and drops them when the focus goes elsewhere', () => {
  const typed = new TypeAhead()
  for (const key of ['a', 'Enter', 'b', 'c', 'Tab', 'd']) typed.press(key)
  expect(typed.take()).toEqual({ text: 'a', leave: [0, 1] })
  expect(typed.takeRest()).toEqual([
    { text: 'bc', leave: [1, 0] },
    { text: 'd', leave: null },
  ])
  for (const key of ['a', 'b']) typed.press(key)
  expect(typed.take()).toEqual({ text: 'ab', leave: null })
  for (const key of ['x', 'y']) typed.press(key)
  expect(typed.takeRest()).toEqual([])
  expect(typed.isOpening).toBe(false)
})

it('stores also the first letter where no editor is opened by it', () => {
  const typed = new TypeAhead({ opensEditor: false, typed: [{ text: 'a', leave: [0, 1] }] })
  expect(['Enter', 'b', 'Tab', 'c'].map((key) => typed.press(key))).toEqual([true, true, true, true])
  expect(typed.typed()).toEqual([
    { text: 'a', leave: [0, 1] },
    { text: 'b', leave: [1, 0] },
    { text: 'c', leave: null },
  ])
})

it('text that comes as a whole, before the editor is there, is the next value and replaces none', () => {
  const typed = new TypeAhead()
  expect(typed.goOn('日本')).toBe(true)
  expect(typed.goOn('語')).toBe(false)
  typed.press('Enter')
  expect(typed.goOn('中文')).toBe(false)
  typed.press('Enter')
  expect(typed.typed()).toEqual([
    { text: '日本語', leave: [0, 1] },
    { text: '中文', leave: [0, 1] },
  ])
})
