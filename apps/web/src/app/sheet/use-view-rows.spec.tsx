// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import type { SheetDocument } from '../../document/sheet-document.ts'
import { Listeners } from '../../ui/listeners.ts'
import type { SheetView } from '../../view/view-state.ts'
import { useViewRows } from './use-view-rows.ts'

const { made } = vi.hoisted(() => ({ made: [] as FakeRows[] }))
vi.mock('../../document/open-document.ts', () => ({ viewRows: () => new FakeRows() }))

/** Rows whose server answers when the test says so. */
class FakeRows {
  readonly #moved = new Listeners()
  #status = { total: null as number | null, error: null as unknown }
  open = vi.fn()
  close = vi.fn()
  show = vi.fn()
  retry = vi.fn()
  constructor() {
    made.push(this)
  }
  status = () => this.#status
  subscribeStatus = this.#moved.subscribe
  move(next: { total?: number; error?: unknown }) {
    this.#status = { ...this.#status, ...next }
    act(() => this.#moved.tell())
  }
}
const view = (sort: string | null): SheetView => ({ search: '', sort, filters: [] })
const document = {} as SheetDocument

it('the last view stays until the next one is here, and the one that was left is closed', () => {
  const { result, rerender } = renderHook(({ sort }) => useViewRows(document, view(sort)), {
    initialProps: { sort: null as string | null },
  })
  const [first] = made
  expect([result.current.rows, result.current.awaited]).toEqual([first, null])
  first!.move({ total: 5 })

  rerender({ sort: 'c1:asc' })
  const sorted = made[1]!
  expect([result.current.rows, result.current.awaited]).toMatchObject([first!, { error: null }])
  sorted.move({ error: new Error('away') })
  expect(result.current).toMatchObject({ rows: first, view: { sort: null }, awaited: { error: new Error('away') } })
  result.current.awaited!.retry()
  expect(sorted.retry).toHaveBeenCalledOnce()
  sorted.move({ total: 5, error: null })
  expect(result.current).toMatchObject({ rows: sorted, view: { sort: 'c1:asc' }, awaited: null })
  expect([first!.close.mock.calls.length, sorted.close.mock.calls.length]).toEqual([1, 0])

  // A view that is given up before it has come is not asked for any more, and the shown one needs no server.
  rerender({ sort: 'c2:asc' })
  rerender({ sort: 'c1:asc' })
  expect(made[2]!.close).toHaveBeenCalledOnce()
  expect(result.current).toMatchObject({ rows: sorted, awaited: null })
})
