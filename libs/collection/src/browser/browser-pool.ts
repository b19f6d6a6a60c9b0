import type { Browser } from 'playwright-core'
import type { Lookup } from '../guarded-fetch/guarded-resolver.ts'
import { createEgressProxy, type EgressProxy } from './egress-proxy.ts'
import { findBrowser } from './find-browser.ts'
import { launchFlags } from './launch-flags.ts'
import { renderPage, type RenderResult } from './render-page.ts'

export type { RenderResult } from './render-page.ts'

export interface RenderOptions {
  signal?: AbortSignal
  timeoutMs?: number
  maxBytes?: number
}

export interface BrowserPoolSettings {
  userAgent: string
  /** The operator’s choice. When left out: an installed Chromium or the packed one. */
  executablePath?: string
  /** Where the packed one is unpacked. */
  cacheDirectory?: string
  /** The address guard's exceptions, as for the guarded fetch. */
  allowedHosts?: readonly string[]
  offline?: boolean
  lookup?: Lookup
  /** Pages open at once. */
  maxPages?: number
  /** After so many milliseconds without work the process is closed. */
  idleMs?: number
  settleMs?: number
  /** Told how each start of the process went. */
  onStart?: (start: BrowserStart) => void
  /** Off only for root, unless the operator decides otherwise. */
  sandbox?: boolean
}

export interface BrowserStart {
  ok: boolean
  /** ISO 8601. */
  at: string
  /** Of the browser that started, for example `140.0.7339.16`. */
  version: string | null
  /** Why it did not start. */
  problem: string | null
}

export interface BrowserPoolStatus {
  state: 'idle' | 'running' | 'unavailable' | 'closed'
  openPages: number
  waiting: number
  launches: number
  crashes: number
  /** Requests of the running browser that the address guard refused. */
  refusedRequests: number
  lastError: string | null
}

export interface BrowserPool {
  /** Renders one page. Never throws for what a page or the browser does; rejects on abort. */
  render(url: string, options?: RenderOptions): Promise<RenderResult>
  status(): BrowserPoolStatus
  close(): Promise<void>
}

interface Running {
  browser: Browser
  proxy: EgressProxy
}

/**
 * One Chromium. It starts at the first page, closes when idle, and starts again after a crash. All of its traffic
 * goes through the egress proxy.
 */
export function createBrowserPool(settings: BrowserPoolSettings): BrowserPool {
  const { maxPages = 2, idleMs = 60_000, settleMs = 5_000, sandbox = process.getuid?.() !== 0 } = settings
  const queue: (() => void)[] = []
  let running: Promise<Running> | null = null
  let current: Running | null = null
  let openPages = 0
  let launches = 0
  let crashes = 0
  let closed = false
  let lastError: string | null = null
  let idleTimer: NodeJS.Timeout | undefined

  const launch = async (): Promise<Running> => {
    const proxy = await createEgressProxy(settings)
    try {
      // Loaded here, because most processes never open a page and the import alone takes a third of a second.
      const [found, { chromium }] = await Promise.all([findBrowser(settings), import('playwright-core')])
      const browser = await chromium.launch({
        executablePath: found.executablePath,
        env: found.env,
        args: launchFlags(proxy.url, sandbox),
        chromiumSandbox: sandbox,
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
        timeout: 30_000,
      })
      launches++
      lastError = null
      settings.onStart?.({ ok: true, at: new Date().toISOString(), version: browser.version(), problem: null })
      current = { browser, proxy }
      browser.once('disconnected', () => {
        if (current?.browser !== browser) return
        crashes++
        forget()
        void proxy.close()
      })
      return current
    } catch (error) {
      forget()
      lastError = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : 'The browser did not start.'
      settings.onStart?.({ ok: false, at: new Date().toISOString(), version: null, problem: lastError })
      await proxy.close()
      throw error
    }
  }

  const forget = (): void => {
    running = null
    current = null
  }

  const shutDown = async (): Promise<void> => {
    const ending = current
    forget()
    if (ending === null) return
    await ending.browser.close().catch(() => undefined)
    await ending.proxy.close()
  }

  const enter = (signal: AbortSignal): Promise<void> => {
    clearTimeout(idleTimer)
    if (openPages < maxPages) {
      openPages++
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        queue.splice(queue.indexOf(grant), 1)
        reject(signal.reason)
      }
      const grant = (): void => {
        signal.removeEventListener('abort', abort)
        resolve()
      }
      signal.addEventListener('abort', abort, { once: true })
      queue.push(grant)
    })
  }

  const leave = (): void => {
    const next = queue.shift()
    if (next !== undefined) return next()
    openPages--
    if (openPages > 0) return
    idleTimer = setTimeout(() => void shutDown(), idleMs)
    idleTimer.unref()
  }

  return {
    async render(url, options = {}) {
      const { signal, timeoutMs = 20_000, maxBytes = 10 * 1024 * 1024 } = options
      signal?.throwIfAborted()
      if (closed) return { ok: false, failure: 'unreachable', detail: 'The browser is closed.' }
      const limits = { timeoutMs, maxBytes, settleMs, userAgent: settings.userAgent }
      // Extra time beyond the page’s own limit, for pages that hang without the browser’s timeouts noticing.
      const hard = AbortSignal.timeout(timeoutMs + 5_000)
      const either = signal === undefined ? hard : AbortSignal.any([signal, hard])
      try {
        await enter(either)
      } catch {
        signal?.throwIfAborted()
        return { ok: false, failure: 'timed_out', detail: 'No browser page became free in time.' }
      }
      try {
        for (let attempt = 1; ; attempt++) {
          try {
            running ??= launch()
            const { browser } = await running
            return await raceAbort(renderPage(browser, url, limits, either), either)
          } catch (error) {
            signal?.throwIfAborted()
            if (hard.aborted) return { ok: false, failure: 'timed_out', detail: 'The page did not end in the browser.' }
            // Once more after a crash that another page may have caused. A browser that does not start is not tried
            // again here.
            if (attempt > 1 || current !== null || lastError !== null)
              return { ok: false, failure: 'unreachable', detail: lastError ?? crashDetail(error) }
          }
        }
      } finally {
        leave()
      }
    },
    status: () => ({
      state: closed ? 'closed' : current !== null ? 'running' : lastError !== null ? 'unavailable' : 'idle',
      openPages,
      waiting: queue.length,
      launches,
      crashes,
      refusedRequests: current?.proxy.refused() ?? 0,
      lastError,
    }),
    async close() {
      closed = true
      clearTimeout(idleTimer)
      await running?.catch(() => undefined)
      await shutDown()
    },
  }
}

const crashDetail = (error: unknown): string =>
  error instanceof Error && /crash/i.test(error.message)
    ? 'The page crashed the browser.'
    : 'The browser could not load the page.'

function raceAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  promise.catch(() => undefined)
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
