/** Lets `burst` pass at once, and `perSecond` in the long run. */
export class TokenBucket {
  readonly #burst: number
  readonly #perSecond: number
  readonly #now: () => number
  #tokens: number
  #at: number

  constructor(burst: number, perSecond: number, now: () => number = performance.now.bind(performance)) {
    this.#burst = burst
    this.#perSecond = perSecond
    this.#now = now
    this.#tokens = burst
    this.#at = now()
  }

  get isFull(): boolean {
    this.#refill()
    return this.#tokens >= this.#burst
  }

  /** False: it is empty, and nothing was taken. */
  take(): boolean {
    this.#refill()
    if (this.#tokens < 1) return false
    this.#tokens--
    return true
  }

  #refill(): void {
    const now = this.#now()
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) / 1000) * this.#perSecond)
    this.#at = now
  }
}

/** So many buckets are held before full ones are thrown away: many keys must not fill the memory. */
const SWEEP_AT = 10_000

/** A bucket for each key, such as an address. A bucket that is full again is the same as none. */
export class TokenBuckets {
  readonly #buckets = new Map<string, TokenBucket>()
  readonly #make: () => TokenBucket
  #sweepAt = SWEEP_AT

  constructor(burst: number, perSecond: number, now?: () => number) {
    this.#make = () => new TokenBucket(burst, perSecond, now)
  }

  /** How many buckets are held. */
  get size(): number {
    return this.#buckets.size
  }

  take(key: string): boolean {
    let bucket = this.#buckets.get(key)
    if (!bucket) {
      if (this.#buckets.size >= this.#sweepAt) this.#sweep()
      this.#buckets.set(key, (bucket = this.#make()))
    }
    return bucket.take()
  }

  #sweep(): void {
    for (const [key, bucket] of this.#buckets) if (bucket.isFull) this.#buckets.delete(key)
    // Where most are still in use, sweeping again at each new one would find nothing.
    this.#sweepAt = Math.max(SWEEP_AT, this.#buckets.size * 2)
  }
}
