import type { Row } from '@enrichify/contracts'
import { expect, it, vi } from 'vitest'
import { Listeners } from '../ui/listeners.ts'
import { RowRest } from './row-rest.ts'
import type { RowsChange } from './rows-change.ts'
import { StrayRows } from './stray-rows.ts'

it('a changed row that no longer fits the view is marked until the person leaves it', () => {
  const changed = new Listeners<[RowsChange]>()
  const cities = new Map([
    [1, 'Rome'],
    [2, 'Oslo'],
  ])
  const rows = {
    subscribe: changed.subscribe,
    isGone: () => false,
    row: (id: number): Row => ({ id, cells: { c1: cities.get(id)! }, marks: {} }),
  }
  const rest = new RowRest({ hold: () => () => undefined })
  const strays = new StrayRows(rows, rest, ({ cells }) => cells.c1 === 'Rome')
  const told = vi.fn()
  strays.subscribe(told)
  // Row 2 does not fit either, but no one has changed it: the server will say so.
  expect([strays.has(1), strays.has(2), strays.ids()]).toEqual([false, false, []])
  rest.edited(1)
  expect(strays.has(1)).toBe(false)
  cities.set(1, 'Oslo')
  told.mockClear()
  changed.tell({ kind: 'all' })
  expect([strays.has(1), strays.ids(), told.mock.calls.length]).toEqual([true, [1], 1])
  expect(strays.ids()).toBe(strays.ids())
  rest.focused(2)
  expect([strays.has(1), strays.ids(), told.mock.calls.length]).toEqual([false, [], 2])
})
