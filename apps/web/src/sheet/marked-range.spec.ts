import { expect, it } from 'vitest'
import { findRange, focusOf, grownBy, rangeOf, type Current } from './marked-range.ts'

/** An order with these rows at these places. */
const orderOf = (orderId: string | null, places: Record<number, number>) => ({
  orderId,
  places,
  idAt: (place: number) => places[place],
  placeOf(rowId: number) {
    const found = Object.keys(places).find((place) => places[Number(place)] === rowId)
    return found === undefined ? undefined : Number(found)
  },
})
type Rows = ReturnType<typeof orderOf>
const columns = ['a', 'b', 'c'].map((id) => ({ id }))
const sheetOf = (rows: Rows, total = 200) => ({ rows, columns, total })
const one = (column: number, row: number, height = 1): Current => ({
  cell: [column, row],
  range: { x: column, y: row, width: 1, height },
  rangeStack: [],
})
const notOwn = () => false
const find = (
  range: ReturnType<typeof rangeOf>,
  rows: Rows,
  { total = 200, isOwn = notOwn as (id: number) => boolean } = {},
) => findRange(range, sheetOf(rows, total), isOwn)

it('a place whose row is not here yet becomes the row of that place, and no other', () => {
  const rows = orderOf('o1', { 0: 10, 1: 11 })
  const pending = rangeOf(one(1, 199), sheetOf(rows))
  expect(focusOf(pending)).toBeNull()
  const still = find(pending, rows)
  expect([still.current?.cell, focusOf(still.range)]).toEqual([[1, 199], null])
  rows.places[199] = 77
  const here = find(still.range!, rows)
  expect([here.current?.cell, focusOf(here.range)]).toEqual([[1, 199], { rowId: 77, columnId: 'b' }])
})

it('a place that waits is one of the view, whatever its order, and of no other view', () => {
  const rows = orderOf('o1', { 0: 10 })
  const pending = rangeOf(one(0, 150), sheetOf(rows))
  rows.orderId = 'o2'
  expect(find(pending, rows).current?.cell).toEqual([0, 150])
  expect(find(pending, rows, { total: 100 })).toEqual({ range: null })
  expect(find(pending, orderOf('o1', { 150: 5 }))).toEqual({ range: null })
})

it('a chosen cell goes with its row into another view, and waits there when its place is not known', () => {
  const chosen = rangeOf(one(1, 6), sheetOf(orderOf('o1', { 6: 16 })))
  expect(find(chosen, orderOf('o2', { 1: 16, 6: 11 })).current?.cell).toEqual([1, 1])
  const sorted = orderOf('o2', { 6: 11 })
  const lost = find(chosen, sorted, { isOwn: () => true })
  expect([lost.current, focusOf(lost.range)]).toEqual([undefined, null])
  sorted.places[120] = 16
  expect(find(lost.range!, sorted).current?.cell).toEqual([1, 120])
})

it('a row that the person’s own change took away leaves the focus at its place, once', () => {
  const rows = orderOf('o1', { 6: 16, 7: 17 })
  const chosen = rangeOf(one(1, 6), sheetOf(rows))
  const others = find(
    chosen,
    Object.assign(rows, {
      orderId: 'o2',
      places: { 6: 17 },
      idAt: (at: number) => ({ 6: 17 })[at],
      placeOf: () => undefined,
    }),
  )
  expect(others.current).toBeUndefined()
  expect(focusOf(find(chosen, rows, { isOwn: () => true }).range)).toEqual({ rowId: 17, columnId: 'b' })
  expect(find(others.range!, rows, { isOwn: () => true }).current).toBeUndefined()
})

it('a range is its places in one order, and in another one only if all of its rows are known to be in it', () => {
  const rows = orderOf('o1', { 2: 12, 3: 13, 4: 14 })
  const long = rangeOf(one(1, 2, 198), sheetOf(rows))
  expect(find(long, rows).current?.range).toMatchObject({ y: 2, height: 198 })
  const short = rangeOf(one(1, 2, 3), sheetOf(rows))
  expect(find(short, orderOf('o2', { 5: 12, 6: 13, 7: 14 })).current?.range).toMatchObject({ y: 5, height: 3 })
  expect(find(short, orderOf('o2', { 5: 12, 6: 99, 7: 14 })).current?.range).toMatchObject({ y: 5, height: 1 })
  expect(find(long, orderOf('o2', { 5: 12 })).current?.range).toMatchObject({ y: 5, height: 1 })
})

it('columns may change their order within a range, but no other one comes into it', () => {
  const rows = orderOf('o1', { 0: 10 })
  const wide: Current = { cell: [0, 0], range: { x: 0, y: 0, width: 2, height: 1 }, rangeStack: [] }
  const range = rangeOf(wide, sheetOf(rows))
  const after = (...ids: string[]) => findRange(range, { rows, columns: ids.map((id) => ({ id })), total: 1 }, notOwn)
  expect(after('c', 'b', 'a').current).toMatchObject({ cell: [2, 0], range: { x: 1, width: 2 } })
  expect(after('a', 'c', 'b').current).toMatchObject({ cell: [0, 0], range: { x: 0, width: 1 } })
  expect(after('b', 'c')).toEqual({ range: null })
})

it('the place below the last row stays there', () => {
  const rows = orderOf('o1', { 0: 10 })
  const below = rangeOf(one(1, 1), sheetOf(rows, 1))
  expect(find(below, rows, { total: 5 }).current?.cell).toEqual([1, 5])
  const upwards: Current = { ...one(1, 1), range: { x: 1, y: 0, width: 1, height: 2 } }
  const range = rangeOf(upwards, sheetOf(rows, 1))
  rows.places[1] = 11
  const kept = find(range, rows, { total: 1 })
  expect([kept.current?.range, focusOf(kept.range)]).toEqual([upwards.range, null])
})

it('a range grows and shrinks by its end that is not the focus', () => {
  const down = grownBy(one(0, 5), 20, 30)
  expect([down.current.range, down.end]).toMatchObject([{ y: 5, height: 21 }, 25])
  expect(grownBy(down.current, 20, 30).current.range).toMatchObject({ y: 5, height: 25 })
  expect(grownBy(down.current, -22, 30).current.range).toMatchObject({ y: 3, height: 3 })
  expect(grownBy(down.current, -90, 30).end).toBe(0)
})
