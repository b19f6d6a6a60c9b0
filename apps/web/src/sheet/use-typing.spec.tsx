// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { Listeners } from '../ui/listeners.ts'
import { typeAhead } from '../ui/type-ahead.ts'
import type { SheetChange, SheetColumn, SheetRows } from './sheet-types.ts'
import { useTyping } from './use-typing.ts'

afterEach(() => void typeAhead.takeAll())

/** A sheet of ten rows, of which only the first five are here. The focus is in column b of the last but one. */
function setUp() {
  const changed = new Listeners<[SheetChange]>()
  let [known, gone, focus] = [5, -1, [1, 8] as [number, number]]
  const rows = {
    subscribe: changed.subscribe,
    idAt: (place: number) => (place < known ? place + 10 : undefined),
    rowAt: (place: number) => (place < known ? { id: place + 10, cells: {}, marks: {} } : undefined),
    isGone: (rowId: number) => rowId === gone,
  } as unknown as SheetRows
  const [onEdit, onProblem] = [vi.fn<(cell: unknown, text: string) => void>(), vi.fn<(text: string) => void>()]
  let cell: { rowId: number; columnId: string } | null = null
  const { result, rerender } = renderHook(() =>
    useTyping({
      frame: { current: null },
      rows,
      columns: ['a', 'b', 'c'].map((id) => ({ id }) as SheetColumn),
      total: 10,
      place: () => focus,
      select: (row, column) => (focus = [column, row]),
      onEdit,
      onAppendRow: () => undefined,
      onProblem,
      focus: () => cell,
    }),
  )
  const tell = () => act(() => changed.tell({ kind: 'all' }))
  return {
    onEdit,
    onProblem,
    press: (...keys: string[]) => keys.map((key) => result.current.press(key, false)),
    focus: () => focus,
    moveTo: (row: number) => {
      focus = [0, row]
      tell()
    },
    /** A row that is here, with the focus on this cell; null: its row has left. */
    focusOn: (next: typeof cell) => {
      focus = [1, 2]
      cell = next
      rerender()
    },
    moved: (row: number) => result.current.moved(row, 0),
    arrive: (isGone = false) => {
      known = 10
      gone = isGone ? 18 : -1
      tell()
    },
  }
}

it('what is typed on a place that waits for its row goes into that row, value by value', () => {
  const { press, arrive, onEdit, onProblem, focus } = setUp()
  expect(press('o', 'n', 'e', 'Enter', 't', 'w', 'o')).not.toContain(false)
  expect(onEdit).not.toHaveBeenCalled()
  arrive()
  expect(onEdit.mock.calls).toEqual([
    [{ rowId: 18, columnId: 'b' }, 'one'],
    // The focus is on nothing of the sheet here, so the last value counts as finished.
    [{ rowId: 19, columnId: 'b' }, 'two'],
  ])
  expect([focus(), onProblem.mock.calls]).toEqual([[1, 9], []])
})

it('keys that write nothing are left to the grid', () => {
  const { press } = setUp()
  expect(press('ArrowUp', 'Delete', 'Enter')).toEqual([false, false, false])
})

it('Escape gives up what was typed, and no one has to be told', () => {
  const { press, arrive, onEdit, onProblem } = setUp()
  expect(press('x', 'Escape', 'ArrowUp')).toEqual([true, true, false])
  arrive()
  expect([onEdit.mock.calls, onProblem.mock.calls]).toEqual([[], []])
})

it.each([
  ['clicks elsewhere', ({ moved }: ReturnType<typeof setUp>) => moved(2)],
  ['is taken elsewhere', ({ moveTo }: ReturnType<typeof setUp>) => moveTo(2)],
])('a person who %s before the row is here is told what was not written', (_, leave) => {
  const sheet = setUp()
  sheet.press('x')
  leave(sheet)
  sheet.arrive()
  expect(sheet.onEdit).not.toHaveBeenCalled()
  expect(sheet.onProblem.mock.calls).toEqual([['“x” was not written, because its row was not here yet.']])
})

it('a row that comes as one of the trash gets nothing', () => {
  const { press, arrive, onEdit, onProblem } = setUp()
  press('x')
  arrive(true)
  expect(onEdit).not.toHaveBeenCalled()
  expect(onProblem.mock.calls).toEqual([['“x” was not written, because its row was moved to the trash.']])
})

it('letters for a cell that goes before its editor comes are named, and the keys are free again', () => {
  const { focusOn, press, onEdit, onProblem } = setUp()
  focusOn({ rowId: 12, columnId: 'b' })
  expect(press('2', '8', 'Tab')).toEqual([false, true, true])
  focusOn({ rowId: 12, columnId: 'b' })
  expect(onProblem).not.toHaveBeenCalled()
  focusOn(null)
  expect(onProblem.mock.calls).toEqual([['“28” was not written, because its row is no longer here.']])
  focusOn({ rowId: 10, columnId: 'a' })
  expect(press('ArrowDown')).toEqual([false])
  expect(onEdit).not.toHaveBeenCalled()
})
