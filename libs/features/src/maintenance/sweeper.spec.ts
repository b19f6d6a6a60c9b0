import type { Logger } from '@enrichify/platform'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Outbox } from '../jobs/outbox.ts'
import type { Chore } from './chores.ts'
import { Sweeper } from './sweeper.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const watch = vi.fn()
const warn = vi.fn()
const chore = (name: string, everyMs: number, run: () => Promise<void> = async () => {}) =>
  ({ name, everyMs, run: vi.fn(run) }) satisfies Chore
const sweep = (...chores: Chore[]): Sweeper =>
  new Sweeper({ watch } as unknown as Outbox, chores, { warn } as unknown as Logger)

it('watches the outbox and does each chore at its own interval', async () => {
  const [often, seldom] = [chore('often', 3000), chore('seldom', 10_000)]
  const sweeper = sweep(often, seldom)
  sweeper.start()
  expect(watch).toHaveBeenCalledOnce()
  await vi.advanceTimersByTimeAsync(2999)
  expect(often.run).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(27_001)
  expect([often.run.mock.calls.length, seldom.run.mock.calls.length]).toEqual([10, 3])
  sweeper.onModuleDestroy()
})

it('leaves a chore that fails for the next round, and goes on with the others', async () => {
  warn.mockReset()
  const failing = chore('failing', 1000, () => Promise.reject(Object.assign(new Error('x'), { code: '57P01' })))
  const other = chore('other', 1000)
  const sweeper = sweep(failing, other)
  sweeper.start()
  await vi.advanceTimersByTimeAsync(2000)
  expect([failing.run.mock.calls.length, other.run.mock.calls.length]).toEqual([2, 2])
  expect(warn.mock.calls.map(([about]) => about as object)).toEqual([
    { chore: 'failing', code: '57P01' },
    { chore: 'failing', code: '57P01' },
  ])
  sweeper.onModuleDestroy()
})

it('stops with its module', async () => {
  const often = chore('often', 1000)
  const sweeper = sweep(often)
  sweeper.start()
  sweeper.onModuleDestroy()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(often.run).not.toHaveBeenCalled()
  expect(vi.getTimerCount()).toBe(0)
})
