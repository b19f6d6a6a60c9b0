import type { Row } from '@enrichify/contracts'
import { describe, expect, it } from 'vitest'
import { PendingCells } from './pending-cells.ts'
import { ListChanged, type RowWindow } from './read-order.ts'
import { RowCache } from './row-cache.ts'
import type { RowsChange } from './rows-change.ts'
import { ViewRows } from './view-rows.ts'

interface Asked {
  offset: number
  limit: number
  order: string | undefined
  signal: AbortSignal
  answer: (change?: Partial<RowWindow>) => void
  fail: (error: Error) => void
}
const ids = (count: number, from = 1) => Array.from({ length: count }, (_, index) => from + index)

/** A server that answers when the test says so, and a clock that the test moves. */
function setUp(list: number[] = ids(1000)) {
  let sheet = { id: 'order-1', list, version: 1 }
  const asked: Asked[] = []
  const timers: (() => void)[] = []
  const cache = new RowCache()
  const pending = new PendingCells()
  const rows = new ViewRows({
    cache,
    pending,
    schedule: (run) => {
      timers.push(run)
      return () => void timers.splice(timers.indexOf(run), timers.includes(run) ? 1 : 0)
    },
    load: ({ offset, limit, order }, signal) =>
      new Promise((resolve, reject) => {
        const now = sheet
        const window = now.list.slice(offset, offset + limit)
        const row = (id: number): Row => ({ id, cells: { c1: `row ${id}` }, marks: {} })
        const answer = (change: Partial<RowWindow> = {}) =>
          resolve({
            rows: window.map(row),
            ids: window,
            total: now.list.length,
            version: now.version,
            order: { id: now.id, version: now.version, isCurrent: true },
            ...change,
          })
        asked.push({ offset, limit, order, signal, answer, fail: reject })
        signal.addEventListener('abort', () => reject(new Error('aborted')))
      }),
  })
  const changes: RowsChange[] = []
  rows.subscribe((change) => changes.push(change))
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  /** Answers everything that is asked, until nothing is left to do. */
  const quiet = async () => {
    for (let turn = 0; turn < 20; turn++) {
      timers.splice(0).forEach((run) => run())
      asked.splice(0).forEach((request) => request.answer())
      await settle()
    }
  }
  const change = (next: number[]) =>
    (sheet = { id: `order-${sheet.version + 1}`, list: next, version: sheet.version + 1 })
  return { rows, cache, pending, asked, timers, changes, settle, quiet, change }
}

describe('ViewRows', () => {
  it('reads the first screen at once and learns the order', async () => {
    const { rows, asked, settle } = setUp()
    rows.show(0, 20)
    rows.open()
    expect(asked.map(({ offset, order }) => [offset, order])).toEqual([[0, undefined]])
    asked[0]!.answer()
    await settle()
    expect([rows.status().total, rows.rowAt(17)?.id, rows.placeOf(18), rows.rowAt(400)]).toEqual([
      1000,
      18,
      17,
      undefined,
    ])
  })

  it('asks for windows of the same order, and stops those that scrolled away', async () => {
    const { rows, asked, timers, quiet, settle } = setUp()
    rows.open()
    await quiet()
    rows.show(500, 530)
    timers.splice(0).forEach((run) => run())
    expect(asked.map(({ offset, order }) => [offset, order])).toEqual([[500, 'order-1']])
    rows.show(700, 730)
    timers.splice(0).forEach((run) => run())
    expect(asked[0]!.signal.aborted).toBe(true)
    asked[1]!.answer()
    await settle()
    expect(rows.rowAt(705)?.id).toBe(706)
  })

  it('moves no row while it is held, and shows the new order in one step afterwards', async () => {
    const { rows, quiet, change } = setUp(ids(10))
    rows.open()
    await quiet()
    const release = rows.hold()
    change(ids(9, 2))
    rows.remove([1])
    rows.renew()
    await quiet()
    expect([rows.idAt(0), rows.isGone(1), rows.placeOf(3)]).toEqual([1, true, 2])
    rows.bringBack([1])
    expect(rows.isGone(1)).toBe(false)
    release()
    release()
    await quiet()
    expect([rows.idAt(0), rows.isGone(1), rows.placeOf(3), rows.status().total]).toEqual([2, false, 1, 9])
  })

  it('drops an order that arrives after an editor was opened', async () => {
    const { rows, asked, timers, quiet, change, settle } = setUp(ids(10))
    rows.open()
    await quiet()
    change(ids(9, 2))
    rows.renew()
    timers.splice(0).forEach((run) => run())
    const release = rows.hold()
    asked.splice(0).forEach((request) => request.answer())
    await settle()
    expect(rows.idAt(0)).toBe(1)
    release()
    await quiet()
    expect(rows.idAt(0)).toBe(2)
  })

  it('shows the new order when the server has lost the old one, even if it is held', async () => {
    const { rows, quiet, change } = setUp(ids(500))
    rows.open()
    await quiet()
    rows.hold()
    change(ids(499, 2))
    rows.show(300, 320)
    await quiet()
    expect(rows.idAt(300)).toBe(302)
  })

  it('a row that was added comes last until the order is made anew', async () => {
    const { rows, quiet, change } = setUp(ids(3))
    rows.open()
    await quiet()
    const release = rows.hold()
    expect(rows.append({ id: 9, cells: {}, marks: {} }, 2)).toBe(3)
    rows.renew()
    await quiet()
    expect([rows.status().total, rows.idAt(3), rows.placeOf(9)]).toEqual([4, 9, 3])
    change(ids(3))
    release()
    await quiet()
    expect([rows.status().total, rows.placeOf(9)]).toEqual([3, undefined])
  })

  it('reads all ids between two places, or none', async () => {
    const { rows, asked, quiet, settle } = setUp(ids(1200))
    rows.open()
    await quiet()
    const all = rows.idsBetween(0, 1199)
    expect(asked.map(({ offset, limit }) => [offset, limit])).toEqual([
      [0, 500],
      [500, 500],
      [1000, 200],
    ])
    asked.splice(0).forEach((request) => request.answer())
    await settle()
    expect(await all).toEqual(ids(1200))
    const broken = rows.rowsBetween(0, 1199)
    asked[0]!.answer()
    asked[1]!.fail(new Error('away'))
    asked.splice(0)[2]!.answer()
    await expect(broken).rejects.toThrow('away')
    const mixed = rows.rowsBetween(0, 1199)
    asked[0]!.answer()
    asked[1]!.answer({ order: { id: 'another', version: 2, isCurrent: true } })
    asked[2]!.answer()
    await expect(mixed).rejects.toBeInstanceOf(ListChanged)
  })

  it('lets no answer from before a change bring the old value back', async () => {
    const { rows, asked, timers, changes, quiet, settle } = setUp(ids(300))
    rows.open()
    await quiet()
    rows.show(200, 220)
    timers.splice(0).forEach((run) => run())
    const update = { rowId: 205, columnId: 'c1', value: 'newer', mark: { state: null } }
    rows.patch([update], 7, { by: 'Ann' })
    asked.splice(0).forEach((request) => request.answer())
    await settle()
    expect(rows.rowAt(204)?.cells.c1).toBe('newer')
    rows.patch([{ ...update, value: 'late' }], 6, { by: 'Ann' })
    rows.patch([{ ...update, value: 'twice' }], 7, { by: 'Ann' })
    expect(rows.rowAt(204)?.cells.c1).toBe('newer')
    changes.length = 0
    rows.patch([{ ...update, value: 'newest' }], 8, null)
    expect(changes).toEqual([{ kind: 'cells', cells: [{ rowId: 205, columnId: 'c1', index: 204 }], other: null }])
  })

  it('keeps an error until it is tried again', async () => {
    const { rows, asked, settle, quiet } = setUp(ids(10))
    rows.open()
    asked.splice(0)[0]!.fail(new Error('away'))
    await settle()
    expect((rows.status().error as Error).message).toBe('away')
    rows.retry()
    await quiet()
    expect([rows.status().error, rows.status().total]).toEqual([null, 10])
  })
})
