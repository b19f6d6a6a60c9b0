import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHostLimiter, type Release } from './host-limiter.ts'

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

describe('createHostLimiter', () => {
  it('keeps one in flight per host and the delay between starts, in order', async () => {
    const limiter = createHostLimiter({ minDelayMs: 1_000 })
    const started: [number, number][] = []
    const releases: Release[] = []
    for (const n of [1, 2, 3]) {
      void limiter.acquire('a.example').then((release) => {
        started.push([n, Date.now()])
        releases.push(release)
      })
    }
    await vi.advanceTimersByTimeAsync(5_000)
    expect(started).toEqual([[1, 0]])
    releases[0]?.()
    releases[0]?.()
    await vi.advanceTimersByTimeAsync(0)
    expect(started).toEqual([
      [1, 0],
      [2, 5_000],
    ])
    releases[1]?.()
    await vi.advanceTimersByTimeAsync(999)
    expect(started).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1)
    expect(started[2]).toEqual([3, 6_000])
  })

  it('does not let one host wait for another', async () => {
    const limiter = createHostLimiter()
    await limiter.acquire('a.example')
    await limiter.acquire('b.example')
  })

  it('honours Crawl-delay up to its cap', async () => {
    const limiter = createHostLimiter({ minDelayMs: 100, maxDelayMs: 3_000 })
    ;(await limiter.acquire('a.example'))()
    const granted = vi.fn()
    void limiter.acquire('a.example', undefined, { minDelayMs: 86_400_000 }).then(granted)
    await vi.advanceTimersByTimeAsync(2_999)
    expect(granted).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(granted).toHaveBeenCalledOnce()
  })

  it('stops asking a host that said so, at most until its cap', async () => {
    const limiter = createHostLimiter({ minDelayMs: 0, maxSlowDownMs: 60_000 })
    await limiter.slowDown('a.example', 99_999_000)
    const granted = vi.fn()
    void limiter.acquire('a.example').then(granted)
    await vi.advanceTimersByTimeAsync(59_999)
    expect(granted).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(granted).toHaveBeenCalledOnce()
  })

  it('lets go of a place in the queue on abort', async () => {
    const limiter = createHostLimiter({ minDelayMs: 0 })
    const release = await limiter.acquire('a.example')
    const controller = new AbortController()
    const aborted = limiter.acquire('a.example', controller.signal)
    const next = limiter.acquire('a.example')
    controller.abort(new Error('stop'))
    await expect(aborted).rejects.toThrow('stop')
    release()
    await next
    await expect(limiter.acquire('a.example', controller.signal)).rejects.toThrow('stop')
  })

  it('never runs more than its concurrency', async () => {
    const limiter = createHostLimiter({ concurrency: 3, minDelayMs: 0 })
    let running = 0
    let most = 0
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const release = await limiter.acquire('a.example')
        most = Math.max(most, ++running)
        await Promise.resolve()
        running--
        release()
      }),
    )
    expect(most).toBe(3)
  })
})
