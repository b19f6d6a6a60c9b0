import { expect, it, vi } from 'vitest'
import { SharedCounts } from './shared-counts.ts'

it('counts in the shared store, and by itself while that is away', async () => {
  const count = vi.fn(async (_key: string, _window: number) => ({ hits: 3, leftMs: 1200 }))
  const log = { warn: vi.fn() }
  const counts = new SharedCounts({ count }, log)
  const open = { totalHits: 3, timeToExpire: 2, isBlocked: false, timeToBlockExpire: 0 }
  expect(await counts.increment('a', 60_000, 3)).toEqual(open)
  expect(await counts.increment('a', 60_000, 2)).toEqual({ ...open, isBlocked: true, timeToBlockExpire: 2 })
  expect(count).toHaveBeenLastCalledWith('requests:a', 60_000)

  count.mockRejectedValueOnce(new Error('away'))
  const hits = []
  for (let request = 0; request < 3; request++) hits.push(await counts.increment('a', 60_000, 2))
  expect(hits.map(({ totalHits, isBlocked }) => [totalHits, isBlocked])).toEqual([
    [1, false],
    [2, false],
    [3, true],
  ])
  // Once, and not for every request.
  expect(count).toHaveBeenCalledTimes(3)
  expect(log.warn).toHaveBeenCalledOnce()
})
