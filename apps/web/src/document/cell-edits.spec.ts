import type { Column, Row } from '@enrichify/contracts'
import { beforeEach, expect, it, vi } from 'vitest'
import { makeCellEdits } from './cell-edits.ts'
import { RowWindows } from './row-windows.ts'

const call = vi.hoisted(() => vi.fn())
vi.mock('../api/client.ts', () => ({ call, session: {} }))

const columns = [
  { id: 'c1', name: 'Name', kind: 'text' },
  { id: 'c2', name: 'Size', kind: 'number' },
] as Column[]
let windows: RowWindows
let edits: ReturnType<typeof makeCellEdits>

beforeEach(async () => {
  call.mockReset()
  const rows: Row[] = [0, 1, 2].map((index) => ({
    id: index + 1,
    cells: { c1: `name ${index}`, c2: index },
    marks: {},
  }))
  windows = new RowWindows({ load: async () => ({ rows, total: rows.length }), schedule: () => () => undefined })
  await windows.rows(0, 2)
  edits = makeCellEdits({ websetId: 'w', columns, windows, undo: () => undefined })
})

it('shows an edit before it is saved, and what the server made of it after', async () => {
  call.mockImplementation(async () => {
    expect(windows.rowAt(0)?.cells.c2).toBe(12)
    return { cells: [{ rowId: 1, columnId: 'c2', value: 12.5, mark: { state: 'human' } }], rejected: [] }
  })
  expect(await edits.save([{ rowId: 1, columnId: 'c2', text: '12' }])).toBe(1)
  expect(windows.rowAt(0)?.cells.c2).toBe(12.5)
})

it('keeps the text of a refused edit with its reason, and the stored value as it was', async () => {
  call.mockResolvedValue({ cells: [], rejected: [{ rowId: 1, columnId: 'c2', reason: 'is not a number' }] })
  await edits.save([{ rowId: 1, columnId: 'c2', text: 'lots' }])
  expect(windows.rowAt(0)?.cells.c2).toBe(0)
  expect(windows.rejections.get(1, 'c2')).toEqual({ text: 'lots', reason: 'is not a number' })
})

it('loses nothing when the server is away', async () => {
  call.mockRejectedValue(new Error('away'))
  expect(await edits.save([{ rowId: 2, columnId: 'c1', text: 'new' }])).toBe(0)
  expect(windows.rowAt(1)?.cells.c1).toBe('name 1')
  expect(windows.rejections.get(2, 'c1')?.text).toBe('new')
})

it('pastes into the rows that are there and appends the rest', async () => {
  call.mockImplementation(async (_endpoint: unknown, { body }: { body: { edits?: unknown[]; rows?: unknown[] } }) =>
    body.edits ? { cells: [], rejected: [] } : { rows: [], rejected: [] },
  )
  await edits.paste(
    { row: 2, column: 0 },
    [
      ['a', '1', 'beyond'],
      ['b', '2', 'beyond'],
    ],
    3,
  )
  expect(call.mock.calls.map(([, input]) => input.body)).toEqual([
    {
      edits: [
        { rowId: 3, columnId: 'c1', text: 'a' },
        { rowId: 3, columnId: 'c2', text: '1' },
      ],
    },
    { rows: [{ c1: 'b', c2: '2' }] },
  ])
})
