import type { Browser, Page } from 'playwright-core'

export type RenderResult =
  | { ok: true; finalUrl: string; status: number; html: string }
  | { ok: false; failure: 'timed_out' | 'unreachable' | 'too_large'; detail: string }

export interface RenderLimits {
  timeoutMs: number
  /** Milliseconds that a loaded page may go on asking for data before its text is taken. */
  settleMs: number
  /** UTF-16 code units of the document as text. */
  maxBytes: number
  userAgent: string
}

const wantedTypes = new Set(['document', 'script', 'stylesheet', 'xhr', 'fetch', 'other'])

// These speak UDP or keep running after the page. The flags close the ways out; this keeps pages from waiting for
// them.
const withoutLeaks = `for (const name of [
  'RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel', 'WebTransport', 'SharedWorker', 'Notification'
]) {
  try { delete globalThis[name] } catch {}
}`

/**
 * Loads one page in a separate context and returns the document as its scripts left it. Ends by `timeoutMs` or abort,
 * whatever the page does; closing the page is bounded too. Throws only when the browser itself is gone, or on abort.
 */
export async function renderPage(
  browser: Browser,
  url: string,
  limits: RenderLimits,
  signal: AbortSignal,
): Promise<RenderResult> {
  const context = await browser.newContext({
    acceptDownloads: false,
    serviceWorkers: 'block',
    userAgent: limits.userAgent,
    permissions: [],
    viewport: { width: 1280, height: 2000 },
    reducedMotion: 'reduce',
  })
  const stop = (): void => void context.close().catch(() => undefined)
  signal.addEventListener('abort', stop, { once: true })
  try {
    await context.addInitScript(withoutLeaks)
    await context.route('**/*', (route) => {
      const request = route.request()
      const wanted = wantedTypes.has(request.resourceType()) && /^(?:https?|data|blob|about):/.test(request.url())
      return (wanted ? route.continue() : route.abort()).catch(() => undefined)
    })
    const page = await context.newPage()
    // Pop-ups show nothing that the page's own text needs.
    context.on('page', (popup) => void popup.close().catch(() => undefined))
    return await load(page, url, limits)
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}

async function load(page: Page, url: string, limits: RenderLimits): Promise<RenderResult> {
  const endsAt = performance.now() + limits.timeoutMs
  const left = (): number => Math.max(1, endsAt - performance.now())
  // The final document may be another one than was asked for. Its status counts.
  let status = 200
  page.on('response', (response) => {
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) status = response.status()
  })
  try {
    await page.goto(url, { waitUntil: 'domcontentloaded', timeout: left() })
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError')
      return { ok: false, failure: 'timed_out', detail: 'The page did not load in the browser in time.' }
    if (page.isClosed()) throw error
    return { ok: false, failure: 'unreachable', detail: 'The browser could not load the page.' }
  }
  await page.waitForLoadState('networkidle', { timeout: Math.min(limits.settleMs, left()) }).catch(() => undefined)
  // A page that redirects itself while it is read is read after it has arrived.
  const html = await page.content().catch(async () => {
    await page.waitForLoadState('domcontentloaded', { timeout: left() })
    return page.content()
  })
  // The proxy also refuses with this status: a refusal is not the page.
  if (status >= 400) return { ok: false, failure: 'unreachable', detail: `The browser was answered ${status}.` }
  if (html.length > limits.maxBytes)
    return { ok: false, failure: 'too_large', detail: 'The rendered page is larger than the limit.' }
  const finalUrl = page.url()
  if (!/^https?:/.test(finalUrl))
    return { ok: false, failure: 'unreachable', detail: 'The page led away from the web.' }
  return { ok: true, finalUrl, status, html }
}
