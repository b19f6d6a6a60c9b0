// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Listeners } from '../ui/listeners.ts'
import { openEditor } from './editors/open-editor.ts'
import type { SheetChange, SheetColumn, SheetRows } from './sheet-types.ts'
import { useEditing } from './use-editing.ts'

const column = (id: string) => ({ id, kind: 'text' }) as SheetColumn
const CELL = { rowId: 1, columnId: 'c1' }
let close: () => void
let sheet: ReturnType<typeof setUp>
beforeEach(() => {
  sheet = setUp()
  act(() => void (close = openEditor.open(CELL)))
})
afterEach(() => act(() => close()))

/** A sheet with one row, whose cell was “old” when the editor was opened. */
function setUp() {
  const changed = new Listeners<[SheetChange]>()
  let [value, isGone] = ['old', false]
  const rows = {
    subscribe: changed.subscribe,
    placeOf: () => 0,
    rowAt: () => ({ id: 1, cells: { c1: value }, marks: {} }),
    isGone: () => isGone,
  } as unknown as SheetRows
  const { rerender } = renderHook(
    ({ columns }) =>
      useEditing(
        rows,
        columns,
        () => undefined,
        () => undefined,
      ),
    {
      initialProps: { columns: [column('c1'), column('c2')] },
    },
  )
  return {
    writes: (text: string) => {
      value = text
      changed.tell({ kind: 'cells', cells: [{ ...CELL, index: 0 }], other: { by: 'Berta' } })
    },
    deletes: (deleted: boolean) => {
      isGone = deleted
      changed.tell({ kind: 'all' })
    },
    columns: (...ids: string[]) => rerender({ columns: ids.map(column) }),
  }
}

it('an editor says what someone else wrote in its cell, until they take it back', () => {
  sheet.writes('theirs')
  expect(openEditor.notice()).toBe('Berta wrote “theirs” here meanwhile.')
  sheet.writes('')
  expect(openEditor.notice()).toBe('Berta emptied this cell meanwhile.')
  sheet.writes('old')
  expect(openEditor.notice()).toBeNull()
})

it('an editor says that its row is in the trash, until it is back', () => {
  sheet.deletes(true)
  expect(openEditor.notice()).toBe('This row was moved to the trash meanwhile.')
  sheet.deletes(false)
  expect(openEditor.notice()).toBeNull()
  sheet.writes('theirs')
  sheet.deletes(true)
  sheet.deletes(false)
  expect(openEditor.notice()).toBe('Berta wrote “theirs” here meanwhile.')
})

it('an editor says where its column went, until it is back', () => {
  sheet.columns('c2')
  expect(openEditor.notice()).toBe('This column was moved to the trash meanwhile.')
  sheet.columns('c2', 'c1')
  expect(openEditor.notice()).toMatch(/^This column has moved/)
  sheet.columns('c1', 'c2')
  expect(openEditor.notice()).toBeNull()
})
