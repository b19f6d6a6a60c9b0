import type { PageFailure } from '@enrichify/domain'
import { describeFailure } from '../fetch-page/describe-failure.ts'
import { readCappedBody } from '../fetch-page/read-capped-body.ts'
import { findRefusal } from '../guarded-fetch/fetch-refused.ts'
import type { HostLimiter } from '../host-limiter/host-limiter.ts'
import { crawlDelay, isAllowed } from './is-allowed.ts'
import { parseRobots, productToken, type Robots } from './parse-robots.ts'

export type RobotsVerdict =
  | { allowed: true; crawlDelayMs: number; sitemaps: readonly string[] }
  | { allowed: false; failure: PageFailure; status: number | null; detail: string }

/** Says for every URL whether it may be fetched. Asks each origin for its robots.txt at most once per `maxAgeMs`. */
export interface RobotsPolicy {
  /** Rejects only on abort. */
  check(url: string, signal?: AbortSignal): Promise<RobotsVerdict>
}

export interface RobotsPolicySettings {
  fetch: typeof globalThis.fetch
  /** The agent name that we fetch pages with. Its product token is looked for in the file. */
  userAgent: string
  hostLimiter?: HostLimiter
  clock?: () => number
  /** RFC 9309 asks not to keep a copy longer than a day. */
  maxAgeMs?: number
  /** How long we believe that robots.txt is unreachable before we ask again. */
  failureAgeMs?: number
  timeoutMs?: number
}

type Answer = { robots: Robots } | { refused: Extract<RobotsVerdict, { allowed: false }> }

const openToAll: Answer = { robots: { groups: [], sitemaps: [] } }
const dayMs = 24 * 60 * 60 * 1000
// Google’s and RFC 9309’s floor: at least the first 500 KiB are read. We parse no more.
const maxBytes = 500 * 1024
const maxRedirects = 5
const maxOrigins = 10_000

/**
 * RFC 9309 with a cache: 4xx means everything is allowed; 5xx, silence and a broken connection mean that nothing is.
 * Up to five redirects are followed, to other hosts too. Simultaneous questions about one origin share one request.
 */
export function createRobotsPolicy(settings: RobotsPolicySettings): RobotsPolicy {
  const { clock = Date.now, timeoutMs = 10_000, failureAgeMs = 60_000 } = settings
  const maxAgeMs = Math.min(settings.maxAgeMs ?? dayMs, dayMs)
  const token = productToken(settings.userAgent)
  const cache = new Map<string, { until: number; answer: Promise<Answer> }>()

  const ask = async (origin: string): Promise<Answer> => {
    let url = `${origin}/robots.txt`
    let release: (() => void) | undefined
    try {
      release = await settings.hostLimiter?.acquire(new URL(origin).host)
      // Counted from here, because waiting for the host’s turn is not the host’s silence.
      const signal = AbortSignal.timeout(timeoutMs)
      for (let hop = 0; hop <= maxRedirects; hop++) {
        const response = await settings.fetch(url, {
          signal,
          redirect: 'manual',
          headers: { 'user-agent': settings.userAgent, accept: 'text/plain,*/*;q=0.5' },
        })
        const location = response.headers.get('location')
        if (response.status >= 300 && response.status < 400 && location !== null && URL.canParse(location, url)) {
          void response.body?.cancel().catch(() => undefined)
          url = new URL(location, url).href
          continue
        }
        if (response.status >= 200 && response.status < 300) {
          const body = await readCappedBody(response, { maxBytes, stallMs: timeoutMs, truncate: true })
          return { robots: parseRobots(wholeLines(body)) }
        }
        void response.body?.cancel().catch(() => undefined)
        return response.status >= 500 ? unavailable(response.status) : openToAll
      }
      return openToAll
    } catch (error) {
      return refusedBy(error)
    } finally {
      release?.()
    }
  }

  const answerFor = (origin: string): Promise<Answer> => {
    const known = cache.get(origin)
    if (known !== undefined && known.until > clock()) return known.answer
    const entry = { until: Number.POSITIVE_INFINITY, answer: ask(origin) }
    void entry.answer.then((answer) => {
      entry.until = clock() + ('robots' in answer ? maxAgeMs : failureAgeMs)
    })
    // Re-inserted at the end, so that the first key is the origin that was asked for longest ago.
    cache.delete(origin)
    cache.set(origin, entry)
    if (cache.size > maxOrigins) cache.delete(cache.keys().next().value as string)
    return entry.answer
  }

  return {
    async check(url, signal) {
      signal?.throwIfAborted()
      const answer = await raceAbort(answerFor(new URL(url).origin), signal)
      if ('refused' in answer) return answer.refused
      if (isRobotsFile(url) || isAllowed(answer.robots, token, url)) {
        return {
          allowed: true,
          crawlDelayMs: (crawlDelay(answer.robots, token) ?? 0) * 1000,
          sitemaps: answer.robots.sitemaps,
        }
      }
      return {
        allowed: false,
        failure: 'robots_disallowed',
        status: null,
        detail: 'The site asks robots not to read this page.',
      }
    },
  }
}

const isRobotsFile = (url: string): boolean => new URL(url).pathname === '/robots.txt'

function unavailable(status: number | null): Answer {
  const detail =
    status === null
      ? 'robots.txt could not be read, so no page of this site is read.'
      : `robots.txt answered ${status}, so no page of this site is read.`
  return { refused: { allowed: false, failure: 'robots_disallowed', status, detail } }
}

// A site that does not exist is reported as such. A site that exists but does not give us its robots.txt is closed.
function refusedBy(error: unknown): Answer {
  const refusal = findRefusal(error)
  const { failure, detail, retry } = describeFailure(error)
  if (refusal === null && (failure !== 'unreachable' || retry)) return unavailable(null)
  return { refused: { allowed: false, failure, status: null, detail } }
}

// The cut may go through a line, and half a path is another path.
function wholeLines(body: Uint8Array): string {
  const text = new TextDecoder().decode(body)
  return body.length < maxBytes ? text : text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1)
}

function raceAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
