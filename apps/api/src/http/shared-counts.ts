import type { Logger, RateLimits } from '@enrichify/features'
import type { ThrottlerStorage } from '@nestjs/throttler'
import { WindowCounts } from './window-counts.ts'

/** A store that is away may not answer at all. No request waits longer for its count. */
const PATIENCE_MS = 250
/** How long the store is not asked again after it failed. */
const REST_MS = 5000

/**
 * Counts that all processes share. While the store is away, each process counts by itself: a limit must neither fall
 * away nor stop everyone.
 */
export class SharedCounts implements ThrottlerStorage {
  readonly #own = new WindowCounts()
  #restsUntil = 0

  constructor(
    private readonly shared: Pick<RateLimits, 'count'>,
    private readonly log: Pick<Logger, 'warn'>,
  ) {}

  async increment(key: string, ttl: number, limit: number): ReturnType<ThrottlerStorage['increment']> {
    if (Date.now() >= this.#restsUntil)
      try {
        const { hits, leftMs } = await inTime(this.shared.count(`requests:${key}`, ttl))
        const seconds = Math.ceil(leftMs / 1000)
        const isBlocked = hits > limit
        return { totalHits: hits, timeToExpire: seconds, isBlocked, timeToBlockExpire: isBlocked ? seconds : 0 }
      } catch (error) {
        this.#restsUntil = Date.now() + REST_MS
        this.log.warn({ err: error }, 'Requests are counted by each process for now: the shared store is away')
      }
    return this.#own.increment(key, ttl, limit)
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error('The shared store did not answer in time.')), PATIENCE_MS)
  })
  // What comes later is not wanted any more, a failure neither.
  work.catch(() => {})
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
