import {
  createBrowserPool,
  createGuardedFetch,
  createHostLimiter,
  createPageFetcher,
  createRobotsPolicy,
  extractPage,
  type BrowserPool,
  type HostLimiter,
} from '@enrichify/collection'
import type { PageSource } from '@enrichify/domain'
import type { Config, RateLimits } from '@enrichify/platform'
import { userAgentOf } from '../core/guarded-fetch.ts'
import { usesBrowser, type BrowserStarts } from './browser-starts.ts'
import { DocumentExtraction } from './document-extraction.ts'

/** One request per host at a time, at least a second apart, however many workers there are. */
const MIN_DELAY_MS = 1000

export function createBrowser(config: Config, starts?: BrowserStarts): BrowserPool | null {
  if (!usesBrowser(config)) return null
  return createBrowserPool({
    executablePath: config.CHROMIUM_PATH,
    allowedHosts: config.ALLOWED_PRIVATE_HOSTS,
    userAgent: userAgentOf(config),
    onStart: (start) => void starts?.record(start),
  })
}

/** The part of the limits that pages need. */
type HostLimits = Pick<RateLimits, 'hit' | 'nextSlot'>

/** The live web: guarded, polite, with a browser for pages that are empty without scripts. */
export function createLiveWeb(
  config: Config,
  limits: HostLimits,
  browser: BrowserPool | null,
): PageSource & { close(): Promise<void> } {
  const userAgent = userAgentOf(config)
  const fetch = createGuardedFetch({ allowedHosts: config.ALLOWED_PRIVATE_HOSTS, userAgent, offline: config.OFFLINE })
  const hostLimiter = shareHostLimiter(createHostLimiter({ minDelayMs: MIN_DELAY_MS }), limits)
  const fetcher = createPageFetcher({
    fetch,
    robots: createRobotsPolicy({ fetch, userAgent, hostLimiter }),
    hostLimiter,
    browser,
    needsBrowser: (html, url) => extractPage({ html, url }).looksEmpty,
  })
  return { read: (url, options) => fetcher.read(url, options), close: () => fetch.close() }
}

/**
 * Hosts deserve politeness from the whole product and not from each worker, so the slots of a host are reserved in the
 * shared store.
 */
export function shareHostLimiter(local: HostLimiter, limits: HostLimits): HostLimiter {
  return {
    async acquire(host, signal, options) {
      const release = await local.acquire(host, signal, options)
      // If the store is away for a moment, processes may be less polite, but the page is still read.
      const wait = await limits
        .nextSlot(`host:${host}`, Math.max(MIN_DELAY_MS, options?.minDelayMs ?? 0))
        .catch(() => 0)
      if (wait > 0) {
        await new Promise<void>((done, fail) => {
          const timer = setTimeout(done, wait)
          signal?.addEventListener('abort', () => (clearTimeout(timer), release(), fail(signal.reason as Error)), {
            once: true,
          })
        })
      }
      return release
    },
    async slowDown(host, untilMs) {
      await local.slowDown(host, untilMs)
      await limits.nextSlot(`host:${host}`, Math.min(60_000, Math.max(0, untilMs - Date.now()))).catch(() => 0)
    },
  }
}

/** Reading documents needs no database, and limits between processes do not matter then. */
export function openExtraction(config: Config): { extraction: DocumentExtraction; close(): Promise<void> } {
  const browser = createBrowser(config)
  const web = createLiveWeb(config, { hit: async () => true, nextSlot: async () => 0 }, browser)
  return {
    extraction: new DocumentExtraction(web),
    close: async () => {
      await web.close()
      await browser?.close()
    },
  }
}
