import { CompactSelection } from '@glideapps/glide-data-grid'
import { expect, it } from 'vitest'
import { countRows, readSelection } from './selection.ts'

const none = { columns: CompactSelection.empty(), rows: CompactSelection.empty() }

it('reads ranges, whole columns and stretches of rows', () => {
  const range = readSelection(
    { ...none, current: { cell: [1, 2], range: { x: 1, y: 2, width: 2, height: 3 }, rangeStack: [] } },
    100,
    5,
  )
  expect(range).toEqual({
    current: { row: 2, column: 1 },
    range: { firstRow: 2, lastRow: 4, firstColumn: 1, lastColumn: 2 },
    rows: [],
  })
  expect(readSelection({ ...none, columns: CompactSelection.fromSingleSelection(3) }, 100, 5).range).toEqual({
    firstRow: 0,
    lastRow: 99,
    firstColumn: 3,
    lastColumn: 3,
  })
  const rows = readSelection({ ...none, rows: CompactSelection.fromSingleSelection([0, 3]).add(7) }, 100, 5).rows
  expect(rows).toEqual([
    [0, 2],
    [7, 7],
  ])
  expect(countRows(rows)).toBe(4)
  expect(
    readSelection({ ...none, rows: CompactSelection.fromSingleSelection([0, 1_000_000]) }, 1_000_000, 5).rows,
  ).toEqual([[0, 999_999]])
})
