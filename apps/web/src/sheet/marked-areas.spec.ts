import { expect, it } from 'vitest'
import { bandsOf, cellsIn } from './marked-areas.ts'

const range = (x: number, y: number, width = 1, height = 1) => ({ x, y, width, height })

it('ranges that touch or overlap mark each cell once', () => {
  const bands = bandsOf([range(0, 0, 2, 3), range(1, 2, 2, 2), range(1, 2)], 100)
  expect(bands).toEqual([
    { first: 0, last: 1, columns: [0, 1] },
    { first: 2, last: 2, columns: [0, 1, 2] },
    { first: 3, last: 3, columns: [1, 2] },
  ])
  expect(cellsIn(bands)).toBe(9)
})

it('what is between ranges is not marked', () => {
  expect(bandsOf([range(2, 5), range(0, 1), range(2, 1)], 100)).toEqual([
    { first: 1, last: 1, columns: [0, 2] },
    { first: 5, last: 5, columns: [2] },
  ])
  expect(bandsOf([range(0, 3), range(0, 4)], 100)).toEqual([{ first: 3, last: 4, columns: [0] }])
  expect(bandsOf([], 100)).toEqual([])
})

it('the place below the last row is marked alone only', () => {
  expect(bandsOf([range(0, 3, 1, 3)], 5)).toEqual([{ first: 3, last: 4, columns: [0] }])
  expect(bandsOf([range(0, 5)], 5)).toEqual([{ first: 5, last: 5, columns: [0] }])
})
