import { expect, it } from 'vitest'
import { WindowCounts } from './window-counts.ts'

it('counts a key in fixed windows, and says how long to wait', async () => {
  let now = 1_000_000
  const counts = new WindowCounts(() => now)
  const hit = async (key = 'a') => {
    const { totalHits, isBlocked, timeToBlockExpire } = await counts.increment(key, 60_000, 2)
    return [totalHits, isBlocked, timeToBlockExpire]
  }
  expect(await hit()).toEqual([1, false, 0])
  now += 20_500
  expect(await hit()).toEqual([2, false, 0])
  expect(await hit()).toEqual([3, true, 40])
  expect(await hit('b')).toEqual([1, false, 0])
  now += 39_500
  expect(await hit()).toEqual([1, false, 0])
})

it('forgets windows that are over, however many keys there were', async () => {
  let now = 0
  const counts = new WindowCounts(() => now)
  for (let key = 0; key < 25_000; key++) {
    await counts.increment(`address:${key}`, 60_000, 1)
    now += 60
  }
  // A window lives for a minute, which is a thousand keys here.
  expect(counts.size).toBeLessThanOrEqual(10_000)
  now += 60_000
  for (let key = 0; key < 10_000; key++) await counts.increment(`other:${key}`, 60_000, 1)
  expect(counts.size).toBe(10_000)
})
