import type { PageFailure } from '@enrichify/domain'
import type { CookieJar } from './cookie-jar.ts'
import { describeFailure } from './describe-failure.ts'
import type { PageLimits } from './page-limits.ts'
import { readCappedBody } from './read-capped-body.ts'
import { retryAfterMs } from './retry-delay.ts'
import { mayBeText } from './sniff-html.ts'

/** The result of one request. `retryAfter` is milliseconds that the server asks for; null when it does not say. */
export type Attempt =
  | { kind: 'body'; status: number; headers: Record<string, string>; body: Uint8Array }
  | { kind: 'redirect'; status: number; location: string }
  | {
      kind: 'failed'
      failure: PageFailure
      status: number | null
      detail: string
      retry: boolean
      retryAfter: number | null
      slowDown: boolean
    }

export interface AttemptContext {
  fetch: typeof globalThis.fetch
  clock: () => number
  limits: PageLimits
  cookies: CookieJar
}

const requestHeaders = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.5', 'accept-language': 'en,*;q=0.5' }

/**
 * One request, answered or not, with its body read and its connection freed. Throws only when the caller aborted
 * `signal`.
 */
export async function fetchOnce(
  url: URL,
  context: AttemptContext,
  timeLeftMs: number,
  signal?: AbortSignal,
): Promise<Attempt> {
  const timeout = AbortSignal.timeout(Math.max(1, Math.min(context.limits.attemptMs, timeLeftMs)))
  const either = signal === undefined ? timeout : AbortSignal.any([signal, timeout])
  try {
    const cookie = context.cookies.header(url)
    const headers = cookie === null ? requestHeaders : { ...requestHeaders, cookie }
    const response = await context.fetch(url, { redirect: 'manual', signal: either, headers })
    context.cookies.store(url, response)
    const location = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && location !== null) {
      discard(response)
      return { kind: 'redirect', status: response.status, location }
    }
    if (response.status < 200 || response.status > 299) {
      discard(response)
      return failedStatus(response, context.clock())
    }
    if (!mayBeText(response.headers.get('content-type'))) {
      discard(response)
      return failed('not_html', response.status, 'The server sent something other than a page.')
    }
    const body = await readCappedBody(response, {
      maxBytes: context.limits.maxBodyBytes,
      stallMs: context.limits.stallMs,
    })
    return { kind: 'body', status: response.status, headers: Object.fromEntries(response.headers), body }
  } catch (error) {
    signal?.throwIfAborted()
    const { failure, detail, retry } = describeFailure(timeout.aborted ? timeout.reason : error)
    return { ...failed(failure, null, detail), retry }
  }
}

function failed(failure: PageFailure, status: number | null, detail: string): Attempt & { kind: 'failed' } {
  return { kind: 'failed', failure, status, detail, retry: false, retryAfter: null, slowDown: false }
}

function failedStatus(response: Response, now: number): Attempt {
  const { status } = response
  const detail = `The server answered ${status}.`
  if (status === 404 || status === 410) return failed('not_found', status, detail)
  const retryAfter = retryAfterMs(response.headers.get('retry-after'), now)
  if (status === 429) return { ...failed('page_blocked', status, detail), retry: true, retryAfter, slowDown: true }
  // A bot challenge with an error status is an answer. Asking again only makes it stricter.
  const challenged = response.headers.get('cf-mitigated') !== null
  if (status >= 500 && !challenged)
    return { ...failed('unreachable', status, detail), retry: true, retryAfter, slowDown: status === 503 }
  return failed(status >= 400 ? 'page_blocked' : 'unreachable', status, detail)
}

function discard(response: Response): void {
  response.body?.cancel().catch(() => undefined)
}
