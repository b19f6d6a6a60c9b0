import type { Column } from '@enrichify/contracts'
import { expect, it } from 'vitest'
import type { QueuedStep } from './command-queue.ts'
import { KeptRow, linesOf } from './kept-row.ts'

const columns = [
  { id: 'c1', kind: 'text' },
  { id: 'c2', kind: 'number' },
] as Column[]
const TAB = [1, 0] as const
const ENTER = [0, 1] as const

/** What is stored, in its order. */
function setUp() {
  const stored = new Map<string, QueuedStep>()
  const queue = {
    keep: (step: QueuedStep) => void stored.set(step.id, step),
    forget: (id: string) => void stored.delete(id),
  }
  const row = new KeptRow({ queue } as never, () => columns)
  const bodies = () => [...stored.values()].map((step) => (step.kind === 'command' ? step.body : null))
  return { row, stored, bodies }
}

it('has the cells that the same keys would fill in the sheet', () => {
  const lines = linesOf(
    [
      { text: 'Acme', leave: TAB },
      { text: '5', leave: ENTER },
      { text: 'Beta', leave: TAB },
      { text: '7', leave: TAB },
      { text: '8', leave: null },
    ],
    columns,
  )
  expect(lines).toEqual([
    { c1: 'Acme', c2: '5' },
    { c1: 'Beta', c2: '8' },
  ])
})

it('is stored as the commands that it would become, and follows what is typed', () => {
  const { row, stored, bodies } = setUp()
  row.keep([])
  expect(bodies()).toEqual([])
  row.keep([{ text: 'Ac', leave: null }])
  row.keep([
    { text: 'Acme', leave: TAB },
    { text: '5', leave: ENTER },
    { text: 'Beta', leave: null },
  ])
  const [, added] = stored.values()
  const [second] = added?.kind === 'command' ? (added.makes ?? []) : []
  expect(bodies()).toMatchObject([
    {
      kind: 'cells.edit',
      payload: {
        edits: [
          { rowId: row.rowId, columnId: 'c1', text: 'Acme' },
          { rowId: row.rowId, columnId: 'c2', text: '5' },
        ],
      },
    },
    { kind: 'rows.add', payload: { rows: [{}] } },
    { kind: 'cells.edit', payload: { edits: [{ rowId: second, columnId: 'c1', text: 'Beta' }] } },
  ])
  expect(second).toBeLessThan(0)
  // Escape.
  row.keep([])
  expect(stored.size).toBe(0)
  row.keep([{ text: 'x', leave: null }])
  row.forget()
  expect(stored.size).toBe(0)
})
