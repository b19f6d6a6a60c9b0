import type { Applied, Column, Filter } from '@enrichify/contracts'
import { describe, expect, it, vi } from 'vitest'
import type { CommandInput, SheetDocument } from './sheet-document.ts'
import { makeSheetEdits } from './sheet-edits.ts'
import type { ViewRows } from './view-rows.ts'
import { VisitHistory } from './visit-history.ts'

const { toast } = vi.hoisted(() => ({ toast: vi.fn<(text: string) => string>() }))
vi.mock('../ui/toast.ts', () => ({ toast, toastProblem: toast, dismissToast: () => undefined }))

/** The API's limit for one command. */
const AT_ONCE = 10_000

/** A sheet of 25,000 rows whose server does what it is asked, or refuses what `answer` says. */
function setUp(filters: Filter[] = [], answer: (at: number) => Partial<Applied> | null = () => ({})) {
  const history = new VisitHistory()
  const sent: { input: CommandInput; stepId: string | undefined }[] = []
  const run = (input: CommandInput, { stepId }: { stepId?: string } = {}) => {
    const at = sent.push({ input, stepId }) - 1
    const change = answer(at)
    const size = input.kind === 'cells.edit' ? input.payload.edits.length : 1
    const applied = { size, cells: [], rows: [], columns: [], refused: [], ...change }
    return { id: `command ${at}`, answer: change ? Promise.resolve(applied) : Promise.reject(new Error('too late')) }
  }
  const edits = makeSheetEdits({
    document: {
      run,
      history,
      toasts: { add: () => undefined, closeRedo: () => undefined },
      pending: { discard: () => null },
    } as unknown as SheetDocument,
    rows: {
      row: (id: number) => ({ id, cells: { c1: 'Rome' }, marks: {} }),
      status: () => ({ total: 25_000 }),
      orderId: 'order',
    } as unknown as ViewRows,
    columns: () => [{ id: 'c1', kind: 'text' }] as Column[],
    filters,
    undoStep: () => undefined,
  })
  return { edits, history, sent }
}

describe('what is too large for one command', () => {
  const rowIds = Array.from({ length: 25_000 }, (_, at) => at + 1)
  const paste = { rowIds, columnIds: ['c1'], table: rowIds.map((id) => [`City ${id}`]), leftOut: 0 }

  it('is sent in parts of one step, which is one step of undo', async () => {
    const { edits, history, sent } = setUp()
    await edits.paste(paste)
    expect(sent.map(({ input }) => (input.kind === 'cells.edit' ? input.payload.edits.length : 0))).toEqual([
      AT_ONCE,
      AT_ONCE,
      5000,
    ])
    expect(sent[0]!.stepId).toMatch(/\S/)
    expect(new Set(sent.map(({ stepId }) => stepId)).size).toBe(1)
    const { nextUndo } = history
    expect(nextUndo?.commandIds).toEqual(['command 0', 'command 1', 'command 2'])
    history.undid(nextUndo!, true)
    expect(history.nextUndo).toBeNull()
  })

  it('is one step also if only some parts came through', async () => {
    const { edits, history } = setUp([], (at) => (at === 1 ? null : {}))
    await edits.paste(paste)
    expect(toast.mock.lastCall![0]).toBe('15,000 cells pasted, 10,000 not')
    expect(history.nextUndo?.commandIds).toHaveLength(3)
  })

  it('says nothing of what the person has taken back meanwhile', async () => {
    const { edits, history } = setUp()
    toast.mockClear()
    const pasted = edits.paste(paste)
    history.undid(history.nextUndo!, true)
    await pasted
    expect(toast).not.toHaveBeenCalled()
  })
})

describe('emptied cells of a filtered view', () => {
  const clear = async (filters: Filter[], answer?: () => Partial<Applied>) => {
    const { edits } = setUp(filters, answer)
    await edits.clear([{ rows: { kind: 'ids', ids: [1, 2, 3] }, columnIds: ['c1'] }])
    return toast.mock.lastCall![0]
  }
  const city: Filter = { column: 'c1', op: 'contains', value: 'ro' }

  it('are told with the rows that leave the view by it', async () => {
    expect(await clear([city], () => ({ size: 3 }))).toBe('3 cells cleared; 3 rows no longer fit the filter')
    const refused = [
      { rowId: 2, columnId: 'c1', reason: 'changed_since' as const, detail: '', theirs: null, index: null },
    ]
    expect(await clear([city], () => ({ size: 2, refused }))).toBe('2 cells cleared; 2 rows no longer fit the filter')
  })

  it('in several areas are one step, and only rows whose filtered cell was emptied leave', async () => {
    const { edits, sent } = setUp([city], () => ({ size: 1 }))
    await edits.clear([
      { rows: { kind: 'ids', ids: [1] }, columnIds: ['c1'] },
      { rows: { kind: 'ids', ids: [3] }, columnIds: ['c2'] },
    ])
    expect(sent.map(({ input }) => input.payload)).toEqual([
      { rows: { kind: 'ids', ids: [1] }, columnIds: ['c1'] },
      { rows: { kind: 'ids', ids: [3] }, columnIds: ['c2'] },
    ])
    expect(new Set(sent.map(({ stepId }) => stepId)).size).toBe(1)
    expect(toast.mock.lastCall![0]).toBe('2 cells cleared; 1 row no longer fits the filter')
  })

  it('are told alone where no row leaves the view', async () => {
    expect(await clear([{ column: 'c1', op: 'empty' }], () => ({ size: 3 }))).toBe('3 cells cleared')
  })
})
