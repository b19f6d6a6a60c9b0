import { ApiError, type Applied, type SheetChange } from '@enrichify/contracts'
import { describe, expect, it, vi } from 'vitest'
import type { QueuedStep } from './command-queue.ts'
import type { RefusedCell } from './pending-cells.ts'
import { SheetDocument, type CommandInput } from './sheet-document.ts'
import type { ViewRows } from './view-rows.ts'

const edit = (text: string): CommandInput => ({
  kind: 'cells.edit',
  payload: { edits: [{ rowId: 1, columnId: 'c1', text }] },
})
const cell = (text: string) => ({ rowId: 1, columnId: 'c1', text, value: text })
const applied = (change: Partial<Applied> = {}): Applied => ({
  actionId: 'action',
  version: 6,
  label: 'editing',
  size: 1,
  cells: [],
  rows: [],
  columns: [],
  refused: [],
  ...change,
})
const changed = (version: number, change: Partial<SheetChange> = {}): SheetChange => ({
  version,
  clientId: 'another page',
  by: 'Ann',
  userId: 'ann',
  cells: [],
  rows: null,
  columns: false,
  reverted: null,
  total: null,
  ...change,
})

/** A document at version 5 whose server answers when the test says so, and a clock that the test moves. */
function setUp(deciding: ReadonlySet<string> | null = new Set(), refused = new Map<string, RefusedCell>()) {
  const sent: { step: QueuedStep; answer: PromiseWithResolvers<Applied> }[] = []
  const timers: (() => void)[] = []
  const listener = { onColumns: vi.fn(), onTotal: vi.fn(), onCells: vi.fn(), onReverted: vi.fn(), onProblem: vi.fn() }
  const missed = vi.fn(() =>
    Promise.resolve({ version: 9, changed: [], rows: false, columns: true, total: 3 } as never),
  )
  const rows = {
    patch: vi.fn(),
    repaint: vi.fn(),
    repaintAll: vi.fn(),
    reread: vi.fn(),
    renew: vi.fn(),
    remove: vi.fn(),
    bringBack: vi.fn(),
  }
  const document = new SheetDocument({
    websetId: 'w',
    userId: 'me',
    version: 5,
    listener,
    missed,
    store: { load: () => Promise.resolve([]), put: () => Promise.resolve(), remove: () => Promise.resolve() },
    refusalStore: {
      load: () => Promise.resolve([...refused.values()]),
      put: (cells) => Promise.resolve(cells.forEach((each) => refused.set(each.columnId, each))),
      remove: (cells) => Promise.resolve(cells.forEach(({ columnId }) => refused.delete(columnId))),
    },
    send: (step) => {
      const answer = Promise.withResolvers<Applied>()
      sent.push({ step, answer })
      return answer.promise
    },
    schedule: (run) => {
      timers.push(run)
      return () => undefined
    },
  })
  document.show(rows as unknown as ViewRows, deciding)
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  return { document, sent, timers, listener, missed, rows, settle }
}

describe('SheetDocument', () => {
  it('shows an edit at once, with the version that the person saw', async () => {
    const { document, sent, settle } = setUp()
    const { answer } = document.run(edit('new'), { cells: [cell('new')] })
    expect(document.pending.over({ id: 1, cells: { c1: 'old' }, marks: {} }).cells.c1).toBe('new')
    expect(sent[0]!.step).toMatchObject({ kind: 'command', body: { ...edit('new'), baseVersion: 5 } })
    sent[0]!.answer.resolve(applied())
    await answer
    await settle()
    expect(document.pending.isPending(cell('new'))).toBe(false)
  })

  it('says who changed a cell elsewhere, also when that was the person themselves', () => {
    const { document, rows } = setUp()
    document.receive([changed(6), changed(7, { by: 'Owner', userId: 'me' }), changed(8, { by: null, userId: null })])
    expect(rows.patch.mock.calls.map((call: unknown[]) => call[2])).toEqual([
      { by: 'Ann' },
      { by: 'You, in another tab,' },
      { by: null },
    ])
  })

  it('keeps a refused text above the value, and says what is there', async () => {
    const { document, sent, settle } = setUp()
    const { answer } = document.run(edit('mine'), { cells: [cell('mine')] })
    const theirs = { value: 'theirs', by: 'Ann', at: '2026-01-01T00:00:00Z' }
    const refused = { rowId: 1, columnId: 'c1', reason: 'changed_since', detail: 'was changed', theirs, index: null }
    sent[0]!.answer.resolve(applied({ actionId: null, size: 0, refused: [refused as never] }))
    await answer
    await settle()
    expect(document.pending.refusals()).toEqual([{ ...cell('mine'), reason: 'was changed', theirs, isGone: false }])
    expect(document.history.nextUndo).toBeNull()
  })

  it('keeps what could not be saved at all, with the reason', async () => {
    const { document, sent } = setUp()
    const { answer } = document.run(edit('new'), { cells: [cell('new')] })
    sent[0]!.answer.reject(new ApiError({ status: 403, code: 'x', title: 'You may not' } as never))
    await expect(answer).rejects.toThrow('You may not')
    expect(document.pending.refusals()[0]?.reason).toBe('could not be saved: You may not')
  })

  it('brings a refused text back in the next visit, with its reason, until it is mended or discarded', async () => {
    const stored = new Map<string, RefusedCell>()
    const first = setUp(undefined, stored)
    expect(first.document.hasUnsaved).toBe(false)
    const cells = ['c1', 'c2'].map((columnId) => ({ rowId: 1, columnId, text: 'n/a', value: 'n/a' }))
    const { answer } = first.document.run(edit('n/a'), { cells })
    const reasons = cells.map((each) => ({ ...each, reason: 'not_valid', detail: 'is not a number', theirs: null }))
    first.sent[0]!.answer.resolve(applied({ actionId: null, size: 0, refused: reasons as never }))
    await answer
    await first.settle()
    expect([first.document.queue.status().waiting, first.document.hasUnsaved]).toEqual([0, true])

    const next = setUp(undefined, stored)
    next.document.run(edit('12'), { cells: [cell('12')] })
    await next.document.restore()
    await next.settle()
    // What was typed in the same cell since then is newer.
    expect(next.document.pending.refusals()).toMatchObject([{ columnId: 'c2', text: 'n/a', reason: 'is not a number' }])
    expect([...stored.keys()]).toEqual(['c2'])
    next.document.pending.discard(cells[1]!)
    await next.settle()
    expect(stored.size).toBe(0)
  })

  it('takes each change once, in any order', () => {
    const { document, rows } = setUp()
    const update = { rowId: 1, columnId: 'c1', value: 'x', mark: { state: null } }
    document.receive([changed(7, { cells: [update] }), changed(6)])
    document.receive([changed(6, { cells: [update] }), changed(7), changed(5)])
    expect(rows.patch.mock.calls.map((call) => call[1] as number)).toEqual([7, 6])
    expect(document.version).toBe(7)
  })

  it('asks for what was missed when a gap stays', async () => {
    const { document, timers, missed, listener, settle } = setUp()
    document.receive([changed(8)])
    expect([document.version, missed.mock.calls.length]).toEqual([5, 0])
    timers.splice(0).forEach((run) => run())
    await settle()
    expect(missed).toHaveBeenCalledExactlyOnceWith(5)
    expect(document.version).toBe(9)
    expect(listener.onTotal).toHaveBeenCalledWith(3)
    expect(listener.onColumns).toHaveBeenCalledOnce()
  })

  it('asks for nothing when the missing change arrives in time', () => {
    const { document, timers, missed } = setUp()
    document.receive([changed(7)])
    document.receive([changed(6)])
    timers.splice(0).forEach((run) => run())
    expect([document.version, missed.mock.calls.length]).toEqual([7, 0])
  })

  it('makes the order anew when a column changed that decides it, and not otherwise', () => {
    const { document, rows } = setUp(new Set(['c2']))
    const update = (columnId: string) => ({ rowId: 1, columnId, value: 'x', mark: { state: null } })
    document.receive([changed(6, { cells: [update('c1')] })])
    expect(rows.renew).not.toHaveBeenCalled()
    document.receive([changed(7, { cells: [update('c2')] })])
    expect(rows.renew).toHaveBeenCalledOnce()
    document.receive([changed(8, { rows: { added: [9], removed: [3] } })])
    expect(rows.remove).toHaveBeenCalledExactlyOnceWith([3])
    expect(rows.bringBack).toHaveBeenCalledExactlyOnceWith([9])
    expect(rows.renew).toHaveBeenCalledTimes(2)
  })

  it('takes back an import of this visit by the name of its action, once', async () => {
    const { document, sent, settle } = setUp()
    const action = { id: 'A', size: 3, isUndone: false, isPartlyUndone: false }
    const job = { id: 'import', fileName: 'more.csv', action }
    document.imported(job)
    document.imported(job)
    document.imported({ ...job, id: 'undone meanwhile', action: { ...action, isUndone: true } })
    const step = document.history.nextUndo!
    expect(step).toEqual({ commandIds: ['import'], label: 'importing more.csv', size: 3 })
    document.history.undid(step, true)
    expect(document.history.nextUndo).toBeNull()
    void document.revert('undo', step)
    await settle()
    // Also when the page is closed before it is sent: the next visit does not know the command.
    expect(sent[0]!.step).toMatchObject({ kind: 'undo', of: 'import', actionId: 'A' })
  })

  it('tells what was taken back, here or elsewhere', async () => {
    const { document, sent, listener, settle } = setUp()
    document.receive([changed(6, { reverted: 'theirs' })])
    expect(listener.onReverted).toHaveBeenCalledExactlyOnceWith('theirs')
    const { id, answer } = document.run(edit('new'))
    sent[0]!.answer.resolve(applied({ actionId: 'mine', size: 1200 }))
    await answer
    const step = { commandIds: [id], label: 'editing', size: 1 }
    expect(document.history.sizeOf(step)).toBe(1200)
    void document.revert('undo', step)
    await settle()
    sent[1]!.answer.resolve(applied({ actionId: 'mine' }))
    await settle()
    expect(listener.onReverted).toHaveBeenLastCalledWith('mine')
  })

  it('marks a row that is to be deleted until the server has answered', async () => {
    const { document, sent, rows, settle } = setUp()
    document.run({ kind: 'rows.delete', payload: { rows: { kind: 'ids', ids: [1] } } })
    expect([document.isLeaving(1), document.isLeaving(2), rows.repaintAll.mock.calls.length]).toEqual([true, false, 1])
    sent[0]!.answer.resolve(applied({ rows: [] }))
    await settle()
    expect([document.isLeaving(1), rows.remove.mock.calls]).toEqual([false, [[[1]]]])
  })
})
