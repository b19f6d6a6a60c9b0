import { expect, it } from 'vitest'
import { areasOf, markedCells, placePaste, readTable } from './marked-cells.ts'
import type { SheetColumn, SheetRows } from './sheet-types.ts'

const columns = ['a', 'b', 'c'].map((id) => ({ id, kind: 'text' })) as SheetColumn[]
/** Rows whose id is ten more than their place. */
const rows = {
  rowAt: (place: number) => ({ id: place + 10, cells: { a: `a${place}`, b: `b${place}` }, marks: {} }),
  idsBetween: async (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index + 10),
} as unknown as SheetRows
const UNMARKED = { rows: null, columnIds: [], range: null, others: [], focus: null }
const range = (x: number, y: number, width = 1, height = 1) => ({ x, y, width, height })
const mark = (...ranges: ReturnType<typeof range>[]) => {
  const last = ranges.pop()!
  const none = { items: [] } as never
  const current = { cell: [last.x, last.y] as const, range: last, rangeStack: ranges }
  return markedCells({ current, rows: none, columns: none }, UNMARKED, { columns, total: 9 })
}

it('areas of the same columns are one, and rows between them belong to none', async () => {
  expect(await areasOf(mark(range(1, 5), range(0, 2), range(1, 1)), rows)).toEqual([
    { columnIds: ['b'], rows: { kind: 'ids', ids: [11, 15] } },
    { columnIds: ['a'], rows: { kind: 'ids', ids: [12] } },
  ])
})

it('scattered cells are copied line by line when they are in the same columns, and not else', async () => {
  expect(readTable(mark(range(1, 5), range(1, 0, 1, 2)), rows, 9)).toEqual([['b0'], ['b1'], ['b5']])
  expect(readTable(mark(range(0, 5), range(1, 5)), rows, 9)).toEqual([['a5', 'b5']])
  await expect(readTable(mark(range(0, 1), range(1, 5)), rows, 9)).rejects.toThrow('in the same columns')
})

it('one value goes into scattered cells and into no others; a table needs one place to start', async () => {
  const [first, ...more] = mark(range(0, 1), range(2, 4))
  const paste = (table: string[][]) => placePaste([first!, ...more], table, { rows, columns, total: 9 })
  expect(await paste([['x']])).toEqual({
    rowIds: [11, 14],
    columnIds: ['a', 'b', 'c'],
    table: [
      ['x', undefined, undefined],
      [undefined, undefined, 'x'],
    ],
    leftOut: 0,
  })
  await expect(paste([['x', 'y']])).rejects.toThrow('Select the cell that the table starts in.')
})
