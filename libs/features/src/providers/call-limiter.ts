import type { ProviderFailure } from '@enrichify/domain'
import type { RateLimits } from '@enrichify/platform'
import { Inject, Injectable } from '@nestjs/common'
import { RATE_LIMITS } from '../core/tokens.ts'
import type { Candidate } from './connection-directory.ts'

const CUT = 0.7
/**
 * Some services refuse a call now and then whatever the load. Slowing down helps only if more than this share of the
 * last calls was refused.
 */
const TOLERATED_SHARE = 0.2
const MEMORY = 0.02
const GROWTH = 0.1
const LONGEST_PAUSE_MS = 10_000

/**
 * How many calls of this process may run at a service. Grows by a tenth per round of successes, and shrinks at once if
 * the service complains.
 */
class Window {
  size: number
  #under = 0
  #successes = 0
  #complaints = 0
  readonly #waiting: (() => void)[] = []

  constructor(size: number) {
    this.size = size
  }

  async enter(signal: AbortSignal): Promise<void> {
    while (this.#under >= Math.floor(this.size)) {
      await new Promise<void>((done, fail) => {
        const stop = (): void => fail(signal.reason as Error)
        if (signal.aborted) return stop()
        signal.addEventListener('abort', stop, { once: true })
        this.#waiting.push(() => (signal.removeEventListener('abort', stop), done()))
      })
    }
    this.#under++
  }

  leave(): void {
    this.#under--
    this.#waiting.shift()?.()
  }

  grow(most: number): void {
    this.#complaints *= 1 - MEMORY
    if (++this.#successes < this.size) return
    this.#successes = 0
    this.size = Math.min(most, this.size + Math.max(1, this.size * GROWTH))
    // The ones that find no room keep waiting.
    for (const wake of this.#waiting.splice(0)) wake()
  }

  /** True: the complaints are so many that they are about the pace, and all calls have to slow down. */
  shrink(): boolean {
    this.#complaints += MEMORY * (1 - this.#complaints)
    if (this.#complaints <= TOLERATED_SHARE) return false
    this.#complaints = TOLERATED_SHARE / 2
    this.#successes = 0
    this.size = Math.max(1, this.size * CUT)
    return true
  }
}

/**
 * Keeps to the limits of a service, whatever the number of workers. Requests and tokens per minute are counted in the
 * shared store.
 */
@Injectable()
export class CallLimiter {
  readonly #windows = new Map<string, Window>()
  readonly #hostPauses = new Map<string, number>()

  constructor(@Inject(RATE_LIMITS) private readonly limits: RateLimits) {}

  /** Waits for a place and a slot. The returned function gives the place back. Throws on abort. */
  async enter(candidate: Candidate, tokens: number, signal: AbortSignal): Promise<() => void> {
    const { connection } = candidate
    const window = this.#window(candidate)
    await window.enter(signal)
    try {
      const until = connection.pausedUntil?.getTime() ?? 0
      if (until > Date.now()) await pause(until - Date.now(), signal)
      // A host may ask to come later while this call waits for its slot. It then needs another one.
      do await this.#slot(candidate, tokens, signal)
      while ((this.#hostPauses.get(connection.id) ?? 0) > Date.now())
    } catch (error) {
      window.leave()
      throw error
    }
    return () => window.leave()
  }

  async #slot({ connection, limits }: Candidate, tokens: number, signal: AbortSignal): Promise<void> {
    const waits = [this.limits.nextSlot(`rpm:${connection.id}`, 60_000 / limits.requestsPerMinute)]
    if (limits.tokensPerMinute !== null)
      waits.push(this.limits.nextSlot(`tpm:${connection.id}`, (tokens * 60_000) / limits.tokensPerMinute))
    const wait = Math.max(...(await Promise.all(waits)))
    if (wait > 0) await pause(wait, signal)
  }

  succeeded(candidate: Candidate): void {
    this.#window(candidate).grow(candidate.limits.concurrency)
  }

  /**
   * A service that complains or is slow gets fewer calls at a time. True: the complaint is about our pace, and not
   * about this one call.
   */
  async failed(candidate: Candidate, failure: ProviderFailure): Promise<boolean> {
    // No connection remembers the pause of a host, so its next slot is after it.
    if (candidate.host !== undefined && failure.retryAt !== null)
      await this.#pauseHost(candidate.connection.id, Math.min(failure.retryAt, Date.now() + LONGEST_PAUSE_MS))
    return ['rate_limited', 'overloaded', 'timed_out'].includes(failure.kind) && this.#window(candidate).shrink()
  }

  async #pauseHost(id: string, until: number): Promise<void> {
    const from = Math.max(Date.now(), this.#hostPauses.get(id) ?? 0)
    // Calls that were under way together complain together, and are one complaint.
    if (until <= from) return
    this.#hostPauses.set(id, until)
    await this.limits.nextSlot(`rpm:${id}`, until - from)
  }

  #window({ connection, limits }: Candidate): Window {
    const known = this.#windows.get(connection.id)
    if (known) {
      known.size = Math.min(known.size, limits.concurrency)
      return known
    }
    const made = new Window(limits.concurrency)
    this.#windows.set(connection.id, made)
    return made
  }
}

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise<void>((done, fail) => {
    if (signal.aborted) return fail(signal.reason as Error)
    const stop = (): void => (clearTimeout(timer), fail(signal.reason as Error))
    const timer = setTimeout(() => (signal.removeEventListener('abort', stop), done()), ms)
    signal.addEventListener('abort', stop, { once: true })
  })
}
