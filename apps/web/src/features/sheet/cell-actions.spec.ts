import { Plus } from 'lucide-react'
import { expect, it, vi } from 'vitest'
import type { SheetSelection } from '../../sheet/sheet-types.ts'
import { cellActions, type CellActionsContext } from './cell-actions.ts'

const action = (name: string) => ({ name, label: name, icon: Plus, run: () => undefined })
function setUp(selection: Partial<SheetSelection> = {}, mayEdit: true | string = true) {
  const deleteRows = vi.fn<CellActionsContext['deleteRows']>()
  const context: CellActionsContext = {
    selection: { focus: null, rows: null, rowCount: 0, cellCount: 1, ...selection },
    mayEdit,
    actions: { undo: action('undo'), redo: action('redo'), addRow: action('row.add') },
    openCell: vi.fn(),
    copy: vi.fn(),
    paste: vi.fn(),
    clear: vi.fn(),
    deleteRows,
  }
  const actions = cellActions({ rowId: 3, columnId: 'c1' }, context)
  return { deleteRows, actions, labels: actions.map(({ label }) => label) }
}

it('offers only looking and copying to who may only look', () => {
  expect(setUp({}, 'Your role cannot.').labels).toEqual(['Evidence and history', 'Copy'])
})

it('speaks of what it would change, and changes that', () => {
  const { labels, actions, deleteRows } = setUp()
  const first = ['Copy', 'Paste', 'Empty the cell', 'undo', 'redo', 'row.add']
  expect(labels.slice(1)).toEqual([...first, 'Move the row to the trash'])
  actions.at(-1)!.run()
  expect(deleteRows).toHaveBeenCalledExactlyOnceWith(3)
  expect(setUp({ cellCount: 6 }).labels).toContain('Empty 6 cells')
})

it('means the marked rows where it is opened on one of them, and the row alone elsewhere', () => {
  const { labels, actions, deleteRows } = setUp({ rows: { kind: 'ids', ids: [2, 3] }, rowCount: 2 })
  expect(labels).toContain('Move 2 rows to the trash')
  actions.at(-1)!.run()
  expect(deleteRows).toHaveBeenCalledExactlyOnceWith(null)
  expect(setUp({ rows: { kind: 'all', except: [3] }, rowCount: 9 }).labels).toContain('Move the row to the trash')
})
