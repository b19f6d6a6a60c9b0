import type { FetchedPage, PageFailure, PageResult, PageSource, ReadOptions } from '@enrichify/domain'
import type { BrowserPool } from '../browser/browser-pool.ts'
import type { HostLimiter } from '../host-limiter/host-limiter.ts'
import type { RobotsPolicy } from '../robots/robots-policy.ts'
import { createCookieJar } from './cookie-jar.ts'
import { decodeHtml } from './decode-html.ts'
import { fetchOnce, type Attempt, type AttemptContext } from './fetch-once.ts'
import { metaRefreshTarget } from './meta-refresh.ts'
import { defaultPageLimits, type PageLimits } from './page-limits.ts'
import { backoffMs } from './retry-delay.ts'
import { sniffBody } from './sniff-html.ts'

export interface PageFetcherSettings {
  /** The guarded fetch. Nothing else leaves from here. */
  fetch: typeof globalThis.fetch
  /** Null only when the operator owns the pages. */
  robots: RobotsPolicy | null
  hostLimiter: HostLimiter
  /** Renders pages that `needsBrowser` calls empty without scripts. */
  browser?: Pick<BrowserPool, 'render'> | null
  needsBrowser?: (html: string, url: string) => boolean
  clock?: () => number
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>
  random?: () => number
  limits?: Partial<PageLimits>
}

/** A `PageSource` over the live web. `accept: 'text'` also takes XML, JSON and plain text, for sitemaps and feeds. */
export interface PageFetcher extends PageSource {
  read(url: string, options?: ReadOptions & { accept?: 'html' | 'text' }): Promise<PageResult>
}

const OUT_OF_PATIENCE = 'The host took too long for this row.'

type Failed = Extract<PageResult, { ok: false }>

/**
 * Reads pages politely: robots.txt of every origin on the way, one place at the host per request, redirects and
 * refreshes one by one, retries with full jitter, the browser for pages that are empty without scripts. Never throws
 * for what a site does; throws on abort.
 */
export function createPageFetcher(settings: PageFetcherSettings): PageFetcher {
  const { fetch, robots, hostLimiter, clock = Date.now, sleep = sleepFor, random = Math.random } = settings
  const limits = { ...defaultPageLimits, ...settings.limits }

  return {
    async read(url, options = {}) {
      const { signal, patience } = options
      signal?.throwIfAborted()
      const context: AttemptContext = { fetch, clock, limits, cookies: createCookieJar() }
      // The time spent waiting for the host’s turn does not count, since the page cannot help it.
      const budget = { endsAt: clock() + limits.totalMs }
      const seen = new Set<string>()
      let target = parseTarget(url)
      for (let hop = 0; ; hop++) {
        if (target === null)
          return fail(
            'address_refused',
            null,
            hop === 0 ? 'This is not a web address.' : 'The site redirects to something that is not a web address.',
          )
        const visit = `${target.href}\n${context.cookies.header(target) ?? ''}`
        if (hop > limits.maxRedirects || seen.has(visit))
          return fail('redirect_loop', null, 'The site redirects in a circle.')
        seen.add(visit)
        if (patience && patience.leftFor(target) <= 0) return fail('timed_out', null, OUT_OF_PATIENCE)
        const checkedAt = clock()
        const verdict = (await robots?.check(target.href, signal)) ?? { allowed: true, crawlDelayMs: 0 }
        patience?.spend(target, clock() - checkedAt)
        if (!verdict.allowed) return fail(verdict.failure, verdict.status, verdict.detail)
        const attempt = await fetchWithRetries(target, context, budget, verdict.crawlDelayMs, options)
        if (attempt.kind === 'failed') return fail(attempt.failure, attempt.status, attempt.detail)
        if (attempt.kind === 'redirect') {
          target = parseTarget(attempt.location, target)
          continue
        }
        const page: FetchedPage = {
          url,
          finalUrl: target.href,
          status: attempt.status,
          headers: attempt.headers,
          body: attempt.body,
          fetchedAt: clock(),
          via: 'http',
        }
        const kind = attempt.body.byteLength === 0 ? 'html' : sniffBody(attempt.body, attempt.headers['content-type'])
        if (kind === 'text' && options.accept === 'text') return { ok: true, page }
        if (kind !== 'html') return fail('not_html', attempt.status, 'The server sent something other than a page.')
        const { html } = decodeHtml(attempt.body, attempt.headers['content-type'])
        const refresh = metaRefreshTarget(html)
        if (refresh !== null && hop < limits.maxRedirects) {
          const next = parseTarget(refresh, target)
          if (next !== null && next.href !== target.href) {
            target = next
            continue
          }
        }
        return await rendered(page, html, verdict.crawlDelayMs, options)
      }
    },
  }

  async function fetchWithRetries(
    url: URL,
    context: AttemptContext,
    budget: { endsAt: number },
    crawlDelayMs: number,
    { signal, patience }: ReadOptions,
  ): Promise<Attempt> {
    for (let attempt = 1; ; attempt++) {
      const queuedAt = clock()
      const release = await hostLimiter.acquire(url.host, signal, { minDelayMs: crawlDelayMs })
      budget.endsAt += clock() - queuedAt
      const askedAt = clock()
      const left = Math.min(budget.endsAt - askedAt, patience?.leftFor(url) ?? Infinity)
      const result = await fetchOnce(url, context, left, signal).finally(release)
      patience?.spend(url, clock() - askedAt, { answered: result.kind !== 'failed' })
      if (result.kind !== 'failed') return result
      const wait = result.retryAfter ?? backoffMs(attempt, random, limits)
      if (result.slowDown)
        await hostLimiter.slowDown(
          url.host,
          clock() + Math.max(wait, result.retryAfter === null ? limits.retryCapMs : 0),
        )
      if (
        !result.retry ||
        attempt >= limits.maxAttempts ||
        wait > limits.retryAfterCapMs ||
        clock() + wait >= budget.endsAt ||
        (patience && patience.leftFor(url) <= wait)
      )
        return result
      patience?.spend(url, wait)
      await sleep(wait, signal)
      signal?.throwIfAborted()
    }
  }

  async function rendered(
    page: FetchedPage,
    html: string,
    crawlDelayMs: number,
    { signal, patience }: ReadOptions,
  ): Promise<PageResult> {
    const plain: PageResult = { ok: true, page }
    if (settings.browser == null || settings.needsBrowser?.(html, page.finalUrl) !== true) return plain
    const url = new URL(page.finalUrl)
    const left = Math.min(limits.renderMs, patience?.leftFor(url) ?? Infinity)
    if (left <= 0) return plain
    const release = await hostLimiter.acquire(url.host, signal, { minDelayMs: crawlDelayMs })
    const begunAt = clock()
    const answer = await settings.browser
      .render(page.finalUrl, { signal, timeoutMs: left, maxBytes: limits.maxBodyBytes })
      .finally(release)
    patience?.spend(url, clock() - begunAt, { answered: answer.ok })
    // What the server sent is still a page. It stays even when the browser could not do better.
    if (!answer.ok) return plain
    const verdict = answer.finalUrl === page.finalUrl ? null : await robots?.check(answer.finalUrl, signal)
    if (verdict?.allowed === false) return fail(verdict.failure, verdict.status, verdict.detail)
    const headers = { ...page.headers, 'content-type': 'text/html; charset=utf-8' }
    return {
      ok: true,
      page: {
        ...page,
        finalUrl: answer.finalUrl,
        headers,
        body: Buffer.from(answer.html),
        fetchedAt: clock(),
        via: 'browser',
      },
    }
  }
}

function fail(failure: PageFailure, status: number | null, detail: string): Failed {
  return { ok: false, failure, status, detail }
}

// The guard behind `fetch` decides about hosts. This only sorts out what cannot be asked for at all.
function parseTarget(url: string, base?: URL): URL | null {
  const text = url.trim()
  if (!URL.canParse(text, base?.href)) return null
  const target = new URL(text, base)
  target.hash = ''
  const isWeb = target.protocol === 'http:' || target.protocol === 'https:'
  return isWeb && target.username === '' && target.password === '' ? target : null
}

function sleepFor(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', abort, { once: true })
  })
}
