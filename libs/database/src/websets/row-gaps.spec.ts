import fc from 'fast-check'
import { expect, it } from 'vitest'
import { listOrderId, readListOrder } from './list-order.ts'
import { BLOCK, stretchesOf } from './row-gaps.ts'

const WEBSET = '3f2b8c1d-9a4e-4f60-8b7c-1d2e3f4a5b6c'

it('a window of a list with gaps is the same as in the list that is counted through', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 5 * BLOCK }),
      fc.array(fc.record({ from: fc.integer({ min: 1, max: 5 * BLOCK }), count: fc.integer({ min: 1, max: 1500 }) }), {
        maxLength: 6,
      }),
      fc.integer({ min: 0, max: 6 * BLOCK }),
      fc.integer({ min: 1, max: 500 }),
      (lastRowId, cuts, offset, limit) => {
        const gone = new Set(
          cuts
            .flatMap(({ from, count }) => Array.from({ length: count }, (_, at) => from + at))
            .filter((id) => id <= lastRowId),
        )
        const counts = new Map<number, number>()
        for (const id of gone) {
          const block = Math.floor((id - 1) / BLOCK)
          counts.set(block, (counts.get(block) ?? 0) + 1)
        }
        const gaps = [...counts]
          .map(([block, deleted]) => ({ block, deleted }))
          .sort((one, other) => one.block - other.block)
        const living = Array.from({ length: lastRowId }, (_, at) => at + 1).filter((id) => !gone.has(id))
        const found = stretchesOf(gaps, lastRowId, offset, limit).flatMap(({ low, high, skip, take }) =>
          living.filter((id) => id >= low && id <= high).slice(skip, skip + take),
        )
        expect(found).toEqual(living.slice(offset, offset + limit))
      },
    ),
    { numRuns: 300 },
  )
})

it('the name of the order of a list says which rows it has, of that webset only', () => {
  const order = { lastRowId: 1_234_567, rowsVersion: 89 }
  const id = listOrderId(WEBSET, order)
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(readListOrder(WEBSET, id)).toEqual(order)
  expect(readListOrder('4f2b8c1d-9a4e-4f60-8b7c-1d2e3f4a5b6c', id)).toBeNull()
  expect(readListOrder(WEBSET, WEBSET)).toBeNull()
})
