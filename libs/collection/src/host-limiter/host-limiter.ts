/** Gives back the place that `acquire` granted. Calling it twice does nothing. */
export type Release = () => void

/**
 * Decides which request may go to a host now. In one process it is `createHostLimiter`. With several processes it is
 * the same interface over a shared store, because the product as a whole must be polite, and not each worker.
 */
export interface HostLimiter {
  /**
   * Waits for a place at `host` (name and port as a URL has them). `minDelayMs` comes from robots.txt. Rejects only
   * on abort, with the signal’s reason.
   */
  acquire(host: string, signal?: AbortSignal, options?: { minDelayMs?: number }): Promise<Release>
  /**
   * No further request to `host` before `untilMs` (milliseconds since the epoch), capped by the limiter's own
   * setting.
   */
  slowDown(host: string, untilMs: number): void | Promise<void>
}

export interface HostLimiterSettings {
  /** Requests in flight per host. */
  concurrency?: number
  /** Milliseconds between the starts of two requests to a host. */
  minDelayMs?: number
  /**
   * A Crawl-delay above this is cut. Some sites ask for hours and mean “not at all”, for which robots.txt has other
   * words.
   */
  maxDelayMs?: number
  /** A slow-down lasts at most this long. */
  maxSlowDownMs?: number
  clock?: () => number
}

interface Waiting {
  minDelayMs: number
  grant: () => void
}

interface HostState {
  running: number
  lastStart: number
  blockedUntil: number
  queue: Waiting[]
  timer: NodeJS.Timeout | null
}

// When the table is larger than this, hosts without waiting requests are forgotten.
const sweepAbove = 5_000

/** A `HostLimiter` for one process: first come, first served per host. Hosts are independent of each other. */
export function createHostLimiter(settings: HostLimiterSettings = {}): HostLimiter {
  const {
    concurrency = 1,
    minDelayMs = 1_000,
    maxDelayMs = 30_000,
    maxSlowDownMs = 60_000,
    clock = Date.now,
  } = settings
  const hosts = new Map<string, HostState>()

  const stateOf = (host: string): HostState => {
    const known = hosts.get(host)
    if (known !== undefined) return known
    if (hosts.size >= sweepAbove) sweep()
    const state: HostState = {
      running: 0,
      lastStart: Number.NEGATIVE_INFINITY,
      blockedUntil: 0,
      queue: [],
      timer: null,
    }
    hosts.set(host, state)
    return state
  }

  const sweep = (): void => {
    const now = clock()
    for (const [host, state] of hosts) {
      if (
        state.running === 0 &&
        state.queue.length === 0 &&
        now >= state.blockedUntil &&
        now - state.lastStart >= maxDelayMs
      )
        hosts.delete(host)
    }
  }

  const pump = (state: HostState): void => {
    if (state.timer !== null) clearTimeout(state.timer)
    state.timer = null
    while (state.queue.length > 0 && state.running < concurrency) {
      const next = state.queue[0] as Waiting
      const wait = Math.max(state.lastStart + next.minDelayMs, state.blockedUntil) - clock()
      if (wait > 0) {
        state.timer = setTimeout(() => pump(state), wait)
        return
      }
      state.queue.shift()
      state.running++
      state.lastStart = clock()
      next.grant()
    }
  }

  return {
    acquire(host, signal, options) {
      return new Promise<Release>((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason)
        const state = stateOf(host)
        const abort = (): void => {
          state.queue.splice(state.queue.indexOf(waiting), 1)
          reject(signal?.reason)
          pump(state)
        }
        const waiting: Waiting = {
          minDelayMs: Math.min(Math.max(minDelayMs, options?.minDelayMs ?? 0), Math.max(minDelayMs, maxDelayMs)),
          grant: () => {
            signal?.removeEventListener('abort', abort)
            let taken = true
            resolve(() => {
              if (!taken) return
              taken = false
              state.running--
              pump(state)
            })
          },
        }
        signal?.addEventListener('abort', abort, { once: true })
        state.queue.push(waiting)
        pump(state)
      })
    },
    slowDown(host, untilMs) {
      const state = stateOf(host)
      state.blockedUntil = Math.max(state.blockedUntil, Math.min(untilMs, clock() + maxSlowDownMs))
      pump(state)
    },
  }
}
