import { expect, it } from 'vitest'
import { RowRest } from './row-rest.ts'

it('rows that stayed for a step are let go when it is taken back, and nothing is said of them', () => {
  let holds = 0
  const rest = new RowRest({ hold: () => (holds++, () => void holds--) })
  const left: number[] = []
  rest.onLeft((rowIds) => left.push(...rowIds))
  rest.edited(1, 2)
  expect([holds, [...rest.stays]]).toEqual([1, [1, 2]])
  rest.tookBack()
  expect([holds, [...rest.stays], left]).toEqual([0, [], []])
  rest.edited(3)
  rest.focused(4)
  expect([holds, left]).toEqual([0, [3]])
})
