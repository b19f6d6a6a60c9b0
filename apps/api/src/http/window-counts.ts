import type { ThrottlerStorage } from '@nestjs/throttler'

type Counted = Awaited<ReturnType<ThrottlerStorage['increment']>>

/** So many windows are held before old ones are thrown away: one with many addresses must not fill the memory. */
const SWEEP_AT = 10_000

/**
 * Counts in fixed windows, in this process alone. Counts in the shared store would cost each request a round trip:
 * docs/decisions/2026-11-29-limits-for-all-routes-count-in-the-process.md has the figures.
 */
export class WindowCounts implements ThrottlerStorage {
  readonly #windows = new Map<string, { hits: number; until: number }>()
  #sweepAt = SWEEP_AT

  constructor(private readonly now: () => number = Date.now) {}

  /** How many windows are held. */
  get size(): number {
    return this.#windows.size
  }

  increment(key: string, ttl: number, limit: number): Promise<Counted> {
    const now = this.now()
    let window = this.#windows.get(key)
    if (!window || window.until <= now) {
      if (this.#windows.size >= this.#sweepAt) this.#sweep(now)
      window = { hits: 0, until: now + ttl }
      this.#windows.set(key, window)
    }
    window.hits++
    const seconds = Math.ceil((window.until - now) / 1000)
    const isBlocked = window.hits > limit
    return Promise.resolve({
      totalHits: window.hits,
      timeToExpire: seconds,
      isBlocked,
      timeToBlockExpire: isBlocked ? seconds : 0,
    })
  }

  #sweep(now: number): void {
    for (const [key, { until }] of this.#windows) if (until <= now) this.#windows.delete(key)
    // Where most are still open, sweeping again at each new one would find nothing.
    this.#sweepAt = Math.max(SWEEP_AT, this.#windows.size * 2)
  }
}
