import { beforeEach, expect, it, vi } from 'vitest'
import { CUT_FOR_MS, SocketLimits } from './socket-limits.ts'

const watch = { opened: vi.fn(), refused: vi.fn(), cut: vi.fn() }
beforeEach(() => void vi.clearAllMocks())
const limits = (clock: { now: number }) => new SocketLimits(watch, () => clock.now)

it('a page that opens websets one after the other passes; one in a loop is refused, then cut, then kept out', () => {
  const clock = { now: 0 }
  const all = limits(clock)
  const page = all.admit('a')!
  for (let second = 0; second < 60; second++, clock.now += 1000)
    for (let message = 0; message < 10; message++) expect(page.take()).toBe('pass')

  const loop = all.admit('a')!
  const taken = Array.from({ length: 139 }, () => loop.take())
  expect(taken.map((each) => each[0]).join('')).toBe('p'.repeat(40) + 'r'.repeat(99))
  expect(loop.take()).toBe('cut')
  expect(watch.cut).toHaveBeenCalledExactlyOnceWith('a')
  expect(watch.refused).toHaveBeenCalledTimes(100)
  expect(all.admit('a')).toBeNull()
  expect(all.admit('b')).not.toBeNull()
  clock.now += CUT_FOR_MS
  expect(all.admit('a')).not.toBeNull()
})

it('many sockets of one person share one limit, and are so many at most', () => {
  const all = limits({ now: 0 })
  const sockets = Array.from({ length: 40 }, () => all.admit('a')!)
  expect(all.admit('a')).toBeNull()
  expect(sockets.flatMap((socket) => Array.from({ length: 10 }, () => socket.take())).indexOf('refuse')).toBe(200)
  sockets[0]!.release()
  sockets[0]!.release()
  expect(all.admit('a')).not.toBeNull()
  expect(all.admit('a')).toBeNull()
})

it('an address shakes hands so often', () => {
  const clock = { now: 0 }
  const all = limits(clock)
  const passed = () => Array.from({ length: 300 }, () => all.mayShakeHands('::1')).filter(Boolean).length
  expect(passed()).toBe(200)
  clock.now = 1000
  expect(passed()).toBe(20)
})
