import { expect, it, vi } from 'vitest'
import { Listeners } from '../ui/listeners.ts'
import { RowRest } from './row-rest.ts'
import { watchRows, type RowFate } from './row-watch.ts'
import type { RowsChange } from './rows-change.ts'

/** Rows 1, 2 and 3 in an order that the test changes. */
function setUp() {
  const changed = new Listeners<[RowsChange]>()
  const gone = new Set<number>()
  let [list, order] = [[1, 2, 3], 1]
  const rows = {
    subscribe: changed.subscribe,
    get orderId() {
      return `order-${order}`
    },
    placeOf: (id: number) => (list.includes(id) ? list.indexOf(id) : undefined),
    isGone: (id: number) => gone.has(id),
    hold: () => () => undefined,
  }
  const rest = new RowRest(rows)
  const told = vi.fn<(fate: RowFate) => void>()
  const stop = watchRows(rows, rest, told)
  const renew = (next: number[]) => {
    ;[list, order] = [next, order + 1]
    changed.tell({ kind: 'all' })
  }
  return { rest, told, stop, renew, gone, repaint: () => changed.tell({ kind: 'all' }) }
}

it('says where a changed row went once the focus has left it and the order is another', () => {
  const { rest, told, renew, repaint } = setUp()
  rest.edited(1)
  repaint()
  rest.focused(2)
  repaint()
  expect(told).not.toHaveBeenCalled()
  renew([2, 3])
  expect(told).toHaveBeenCalledExactlyOnceWith({ rowIds: [1], place: null })
  rest.edited(2)
  rest.focused(3)
  renew([3, 2])
  expect(told).toHaveBeenLastCalledWith({ rowIds: [2], place: 1 })
  renew([2, 3])
  expect(told).toHaveBeenCalledTimes(2)
})

it('says nothing of a row that stayed, that was deleted, or that no one is waiting for', () => {
  const { rest, told, renew, gone, stop } = setUp()
  rest.edited(1)
  rest.focused(2)
  renew([1, 3])
  rest.edited(3)
  rest.focused(null)
  gone.add(3)
  renew([1])
  stop()
  rest.edited(1)
  rest.focused(null)
  renew([])
  expect(told).not.toHaveBeenCalled()
})

it('rows that were pasted stay together until the focus has left all of them', () => {
  const { rest, told, renew } = setUp()
  rest.edited(1, 2)
  rest.joined([3])
  for (const rowId of [2, 3, 1]) rest.focused(rowId)
  rest.edited(2)
  renew([])
  expect(told).not.toHaveBeenCalled()
  renew([1, 2, 3])
  rest.focused(null)
  renew([2])
  expect(told).toHaveBeenCalledExactlyOnceWith({ rowIds: [1, 3], place: null })
})

it('rows that come after the focus has left hold nothing', () => {
  const { rest, told, renew } = setUp()
  rest.edited(1)
  rest.focused(null)
  rest.joined([3])
  rest.focused(2)
  renew([1, 2])
  expect(told).not.toHaveBeenCalled()
})
