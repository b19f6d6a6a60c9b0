import { expect, it, vi } from 'vitest'
import { NewRowKeys } from './new-row-keys.ts'

const press = (keys: NewRowKeys, ...list: string[]) => list.map((key) => keys.press(key, false))

it('takes what is typed until the row is there, and shows it', () => {
  const keys = new NewRowKeys()
  const moved = vi.fn()
  keys.subscribe(moved)
  expect([press(keys, 'x'), keys.text()]).toEqual([[false], null])
  const { typed, end } = keys.begin()
  expect([keys.isTaking, keys.text(), press(keys, 'Enter', 'A', 'b', 'Tab', 'c')]).toEqual([
    true,
    '',
    [false, true, true, true, true],
  ])
  expect(keys.text()).toBe('Ab c')
  expect(typed()).toHaveLength(2)
  expect(end()).toEqual([
    { text: 'Ab', leave: [1, 0] },
    { text: 'c', leave: null },
  ])
  expect([keys.isTaking, press(keys, 'x')]).toEqual([false, [false]])
  expect(moved).toHaveBeenCalled()
})

it('gives a row what was typed for it, also when the person went elsewhere or added another one', () => {
  const keys = new NewRowKeys()
  const first = keys.begin()
  press(keys, 'a')
  const second = keys.begin([{ text: 'b', leave: null }])
  press(keys, 'c')
  keys.stop()
  expect(press(keys, 'd')).toEqual([false])
  expect([first.end(), second.end()]).toEqual([[{ text: 'a', leave: null }], [{ text: 'bc', leave: null }]])
})
