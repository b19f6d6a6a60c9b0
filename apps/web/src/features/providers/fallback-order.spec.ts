import type { Connection } from '@enrichify/contracts'
import { expect, it } from 'vitest'
import { byKind, inPlace, movedIds, withOrder } from './fallback-order.ts'

const one = (id: string, kind: Connection['kind'], place: number) => ({ id, kind, place }) as Connection
const list = [one('s2', 'search', 2), one('m1', 'llm', 1), one('s1', 'search', 1), one('m2', 'llm', 2)]

it('groups what is connected by kind, first asked first', () => {
  expect(byKind(list, inPlace).map(({ kind, items }) => [kind, items.map(({ id }) => id)])).toEqual([
    ['llm', ['m1', 'm2']],
    ['search', ['s1', 's2']],
  ])
})

it('moves one up or down, and not past the ends', () => {
  const items = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]
  expect(movedIds(items, 'b', -1)).toEqual(['b', 'a', 'c'])
  expect(movedIds(items, 'b', 1)).toEqual(['a', 'c', 'b'])
  expect(movedIds(items, 'a', -1)).toBeNull()
  expect(movedIds(items, 'c', 1)).toBeNull()
  expect(movedIds(items, 'x', 1)).toBeNull()
})

it('shows the new order at once and leaves other kinds alone', () => {
  expect(byKind(withOrder(list, ['s2', 's1']), inPlace).map(({ items }) => items.map(({ id }) => id))).toEqual([
    ['m1', 'm2'],
    ['s2', 's1'],
  ])
})
