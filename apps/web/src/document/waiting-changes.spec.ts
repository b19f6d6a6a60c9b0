import type { CommandBody } from '@enrichify/contracts'
import { describe, expect, it } from 'vitest'
import type { QueuedStep } from './command-queue.ts'
import type { CommandInput } from './sheet-document.ts'
import { leavingRows, waitingChoice, waitingNames, waitingVerdict, waitingWords } from './waiting-changes.ts'

let made = 0
const command = (input: CommandInput): QueuedStep => {
  const id = `command-${made++}`
  return { kind: 'command', id, body: { ...input, commandId: id } as CommandBody, cells: [] }
}
const remove = (...ids: number[]) => command({ kind: 'rows.delete', payload: { rows: { kind: 'ids', ids } } })
const rename = (columnId: string, name: string) =>
  command({ kind: 'column.update', payload: { columnId, change: { name } } })
const undo = ({ id }: QueuedStep): QueuedStep => ({ kind: 'undo', id: `undo-${id}`, of: id, actionId: null })
const redo = ({ id }: QueuedStep): QueuedStep => ({ kind: 'redo', id: `redo-${id}`, of: id, actionId: null })

describe('changes that wait', () => {
  it('are named by kind and number', () => {
    const steps = [
      command({ kind: 'rows.add', payload: { rows: [{}] } }),
      remove(1),
      remove(2),
      rename('c1', 'Firm'),
      command({ kind: 'column.update', payload: { columnId: 'c1', change: { width: 90 } } }),
      command({
        kind: 'cells.edit',
        payload: { edits: [1, 2, 3].map((rowId) => ({ rowId, columnId: 'c1', text: '' })) },
      }),
      undo(remove(9)),
    ]
    expect(waitingWords(steps)).toBe(
      '1 row to add, 2 rows to delete, 1 column to rename, 1 column to change, 3 values to save, 1 change to undo',
    )
    expect(waitingWords([])).toBe('')
  })

  it('say what will be said of a cell, until that is taken back', () => {
    const judge = (verdict: 'right' | 'wrong' | null, rowId = 1) =>
      command({ kind: 'cells.judge', payload: { rowId, columnId: 'c1', verdict } })
    const [wrong, off] = [judge('wrong'), judge(null)]
    const cell = { rowId: 1, columnId: 'c1' }
    expect(waitingVerdict([wrong, judge('right', 2)], cell)).toBe('wrong')
    expect(waitingVerdict([wrong, off], cell)).toBeNull()
    expect(waitingVerdict([wrong, undo(wrong)], cell)).toBeUndefined()
    const choice = command({ kind: 'cells.choose', payload: { ...cell, evidenceId: 'quote' } })
    expect([waitingChoice([choice], cell), waitingChoice([choice, undo(choice)], cell)]).toEqual(['quote', null])
    expect(waitingWords([wrong, off, choice])).toBe('2 verdicts to save, 1 choice to save')
  })

  it('mark rows that will go, until the deletion is taken back', () => {
    const first = remove(1, 2)
    const second = remove(3)
    const view = command({
      kind: 'rows.delete',
      payload: { rows: { kind: 'view', orderId: 'order', except: [8] } },
    })
    const leaving = (steps: QueuedStep[], orderId = 'other') =>
      [1, 2, 3, 8, 9].filter((id) => leavingRows(steps)(id, orderId))
    expect(leaving([first, second])).toEqual([1, 2, 3])
    expect(leaving([first, second, undo(first)])).toEqual([3])
    expect(leaving([first, undo(first), redo(first)])).toEqual([1, 2])
    expect([leaving([view]), leaving([view], 'order')]).toEqual([[], [1, 2, 3, 9]])
  })

  it('show columns under the name that they will have', () => {
    const first = rename('c1', 'One')
    const second = rename('c1', 'Two')
    expect([...waitingNames([first, second])]).toEqual([['c1', 'Two']])
    expect([...waitingNames([first, second, undo(second)])]).toEqual([['c1', 'One']])
    expect(waitingNames([])).toBe(waitingNames([remove(1)]))
  })
})
