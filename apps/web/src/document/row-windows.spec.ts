import type { Row } from '@enrichify/contracts'
import { describe, expect, it } from 'vitest'
import { RowWindows, type RowPage, type RowsChange } from './row-windows.ts'

const row = (id: number): Row => ({ id, cells: { c1: `row ${id}` }, marks: {} })

/** A server that answers when the test says so, and a clock that the test moves. */
function setUp(total = 1000, maxPages = 60) {
  const asked: {
    offset: number
    answer: (page?: RowPage) => void
    fail: (error: Error) => void
    signal: AbortSignal
  }[] = []
  const timers: (() => void)[] = []
  const windows = new RowWindows({
    pageSize: 10,
    maxPages,
    schedule: (run) => {
      timers.push(run)
      return () => void timers.splice(timers.indexOf(run), timers.includes(run) ? 1 : 0)
    },
    load: (offset, limit, signal) =>
      new Promise((resolve, reject) => {
        const rows = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, index) =>
          row(offset + index),
        )
        asked.push({ offset, signal, answer: (page = { rows, total }) => resolve(page), fail: reject })
        signal.addEventListener('abort', () => reject(new Error('aborted')))
      }),
  })
  const changes: RowsChange[] = []
  windows.subscribe((change) => changes.push(change))
  const tick = () => timers.splice(0).forEach((run) => run())
  const settle = async () => {
    for (let turn = 0; turn < 8; turn++) await Promise.resolve()
  }
  const open = async (first: number, last: number) => {
    windows.show(first, last)
    tick()
    asked.forEach((request) => request.answer())
    await settle()
  }
  return { windows, asked, changes, tick, settle, open }
}

describe('RowWindows', () => {
  it('asks for the pages on the screen only, once, and learns the total', async () => {
    const { windows, asked, tick, settle } = setUp()
    windows.show(5, 24)
    windows.show(5, 25)
    tick()
    tick()
    expect(asked.map((request) => request.offset)).toEqual([0, 10, 20])
    asked.forEach((request) => request.answer())
    await settle()
    expect(windows.status()).toMatchObject({ total: 1000, loading: false, error: null })
    expect(windows.rowAt(17)?.id).toBe(17)
    expect(windows.rowAt(40)).toBeUndefined()
  })

  it('jumps anywhere and drops requests that no one waits for any more', async () => {
    const { windows, asked, tick, settle } = setUp(1_000_000)
    windows.show(0, 9)
    tick()
    windows.show(900_000, 900_009)
    tick()
    expect(asked[0]?.signal.aborted).toBe(true)
    asked[1]?.answer()
    await settle()
    expect(windows.rowAt(900_003)?.id).toBe(900_003)
  })

  it('keeps the youngest pages and never forgets what is on the screen', async () => {
    const { windows, open } = setUp(1000, 2)
    await open(0, 9)
    await open(100, 109)
    await open(200, 209)
    expect(windows.rowAt(0)).toBeUndefined()
    expect(windows.rowAt(105)?.id).toBe(105)
    expect(windows.rowAt(205)?.id).toBe(205)
  })

  it('patches loaded rows and says where', async () => {
    const { windows, changes, open } = setUp()
    await open(0, 9)
    windows.patch(
      [
        { rowId: 3, columnId: 'c2', value: 'x', mark: { state: 'verified' } },
        { rowId: 500, columnId: 'c2', value: 'y', mark: { state: null } },
      ],
      true,
    )
    expect(windows.rowAt(3)?.cells.c2).toBe('x')
    expect(changes.at(-1)).toEqual({ kind: 'cells', live: true, cells: [{ index: 3, columnId: 'c2' }] })
  })

  it('does not let an older answer overwrite a newer live cell', async () => {
    const { windows, asked, tick, settle, open } = setUp()
    await open(0, 9)
    windows.invalidate()
    tick()
    windows.patch([{ rowId: 3, columnId: 'c1', value: 'newer', mark: { state: 'human' } }], true)
    asked.at(-1)?.answer()
    await settle()
    expect(windows.rowAt(3)?.cells.c1).toBe('newer')
  })

  it('shows old rows until the new ones are there, and survives changes faster than answers', async () => {
    const { windows, asked, tick, settle, open } = setUp()
    await open(0, 9)
    windows.invalidate(1001)
    tick()
    windows.invalidate(1002)
    tick()
    expect(windows.rowAt(3)?.id).toBe(3)
    expect(windows.status().total).toBe(1002)
    expect(asked).toHaveLength(2)
    asked[1]?.answer({ rows: [row(77)], total: 1002 })
    await settle()
    expect(windows.rowAt(0)?.id).toBe(77)
    tick()
    expect(asked).toHaveLength(3)
  })

  it('does not repeat a failed request until asked to', async () => {
    const { windows, asked, tick, settle } = setUp()
    windows.show(0, 9)
    tick()
    asked[0]?.fail(new Error('down'))
    await settle()
    expect(windows.status().error).toBeInstanceOf(Error)
    windows.show(0, 8)
    tick()
    expect(asked).toHaveLength(1)
    windows.retry()
    tick()
    expect(asked).toHaveLength(2)
  })

  it('fetches what is missing for a range', async () => {
    const { windows, asked, settle, open } = setUp()
    await open(0, 9)
    const reading = windows.rows(8, 21)
    asked.slice(1).forEach((request) => request.answer())
    await settle()
    expect((await reading).map((item) => item.id)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21])
  })
})
