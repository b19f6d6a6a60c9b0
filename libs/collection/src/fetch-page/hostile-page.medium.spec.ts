import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createBrowserPool, type BrowserPool } from '../browser/browser-pool.ts'
import { createGuardedFetch } from '../guarded-fetch/guarded-fetch.ts'
import { createHostLimiter } from '../host-limiter/host-limiter.ts'
import { createRobotsPolicy } from '../robots/robots-policy.ts'
import {
  answer,
  html,
  redirect,
  startHostileServer,
  type Behaviour,
  type HostileServer,
} from './__fixtures__/hostile-server.ts'
import { createPageFetcher } from './page-fetcher.ts'

const userAgent = 'Enrichify/1.0'
const behaviours: Record<string, Behaviour> = {}
let server: HostileServer
let canary: HostileServer
let udp: UdpSocket
let packets = 0
let pool: BrowserPool

beforeAll(async () => {
  server = await startHostileServer({
    '*': (socket, path, head) => (behaviours[path] ?? answer(404, {}, ''))(socket, path, head),
  })
  canary = await startHostileServer({ '(connect)': () => canary.hits.push('connect') })
  udp = createSocket('udp4', () => packets++)
  udp.bind(canary.port, '127.0.0.1')
  await once(udp, 'listening')
  pool = createBrowserPool({ userAgent, allowedHosts: [server.host], settleMs: 5_000 })
}, 60_000)
afterAll(async () => {
  await pool.close()
  await Promise.all([server.close(), canary.close(), new Promise<void>((done) => udp.close(done))])
})
afterEach(() => expect([canary.hits, packets]).toEqual([[], 0]))

const render = (path: string, timeoutMs = 10_000) => pool.render(server.origin + path, { timeoutMs })
const script = (code: string): Behaviour =>
  html(
    '<!doctype html><div id=app></div><script>const show = (text) => ' +
      `(document.getElementById('app').textContent += text);${code}</script>`,
  )

describe('a page in the browser', () => {
  it('is read with what its scripts wrote, when it is empty without them', async () => {
    behaviours['/app'] = script(`fetch('/data').then((r) => r.json()).then((d) => show('Acme ' + d.phone))`)
    behaviours['/data'] = answer(200, { 'content-type': 'application/json' }, '{"phone":"555-0100"}')
    behaviours['/robots.txt'] = answer(404, {}, '')
    const fetch = createGuardedFetch({ userAgent, allowedHosts: [server.host] })
    const fetcher = createPageFetcher({
      fetch,
      robots: createRobotsPolicy({ fetch, userAgent }),
      hostLimiter: createHostLimiter({ minDelayMs: 0 }),
      browser: pool,
      needsBrowser: (text) => text.includes('id=app'),
    })
    const result = await fetcher.read(`${server.origin}/app`)
    expect(result).toMatchObject({
      ok: true,
      page: { via: 'browser', status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } },
    })
    expect(result.ok && Buffer.from(result.page.body).toString()).toContain('Acme 555-0100')
    await fetch.close()
  })

  it('reaches nothing that the guard refuses, by any road', async () => {
    const { origin, host, port } = canary
    behaviours['/to-canary'] = redirect(`${origin}/redirected`)
    behaviours['/attack'] = html(`<!doctype html><html><head>
      <link rel=preconnect href="${origin}"><link rel=dns-prefetch href="${origin}">
      <link rel=prefetch href="${origin}/prefetch"><link rel=modulepreload href="${origin}/m.js">
      <link rel=stylesheet href="${origin}/x.css"><script src="${origin}/x.js"></script>
      <style>@import "${origin}/i.css"; body { background: url(${origin}/b.png) }</style></head>
      <body><img src="${origin}/i.png"><iframe src="${origin}/frame"></iframe>
      <iframe src="/to-canary"></iframe><iframe src="file:///etc/passwd"></iframe>
      <object data="${origin}/o.pdf"></object><embed src="${origin}/e.pdf">
      <video src="${origin}/v.mp4"></video><a id=d target=_blank download href="${origin}/d">d</a>
      <a id=p ping="${origin}/ping" href="#x">p</a>
      <form id=f method=post target=_blank action="${origin}/form"></form><div id=app></div>
      <script>
        const done = []
        const attempt = (name, run) => { try { Promise.resolve(run()).then(() => done.push(name), () => 0) } catch {} }
        attempt('fetch', () => fetch('${origin}/fetch', { mode: 'no-cors' }))
        attempt('fetch-redirect', () => fetch('/to-canary', { mode: 'no-cors' }))
        attempt('localhost', () => fetch('http://localhost:${port}/', { mode: 'no-cors' }))
        attempt('v6', () => fetch('http://[::ffff:127.0.0.1]:${port}/', { mode: 'no-cors' }))
        attempt('beacon', () => navigator.sendBeacon('${origin}/beacon', 'x') && Promise.reject())
        const opened = (s) => new Promise((yes, no) => { s.onopen = yes; s.onerror = no })
        attempt('socket', () => opened(new WebSocket('ws://${host}/')))
        attempt('events', () => opened(new EventSource('${origin}/events')))
        const stun = (Connection) => {
          const c = new Connection({ iceServers: [{ urls: 'stun:${host}' }] })
          c.createDataChannel('x')
          return c.createOffer().then((o) => c.setLocalDescription(o)).then(() => Promise.reject())
        }
        attempt('stun', () => stun(RTCPeerConnection))
        attempt('frame-stun', () => {
          const f = document.createElement('iframe')
          document.body.append(f)
          return stun(f.contentWindow.RTCPeerConnection)
        })
        attempt('transport', () => new WebTransport('https://${host}/').ready)
        const job = "fetch('${origin}/worker',{mode:'no-cors'});new WebTransport('https://${host}/')"
        attempt('worker', () => { new Worker(URL.createObjectURL(new Blob([job]))); return Promise.reject() })
        attempt('sw', () => navigator.serviceWorker.register('/sw.js'))
        attempt('popup', () => { open('${origin}/popup'); d.click(); p.click(); f.submit(); return Promise.reject() })
        const end = () => setTimeout(done.includes('fetch') ? () => app.append('done:' + done.join()) : end, 300)
        end()
      </script></body></html>`)
    const result = await render('/attack')
    // A fetch without CORS gets the proxy’s refusal as its answer and cannot tell the difference. Attempts that need
    // an answer from the other side must not have succeeded.
    const done = result.ok ? /done:([\w,-]*)</.exec(result.html)?.[1] : undefined
    expect(done).toContain('fetch')
    expect(done).not.toMatch(/socket|events|stun|transport|worker/)
    expect(pool.status().refusedRequests).toBeGreaterThan(5)
  })

  it.each([
    ['redirects', () => redirect(`${canary.origin}/`)],
    ['sends itself', () => script(`location.href = '${canary.origin}/'`)],
    ['refreshes', () => html(`<meta http-equiv=refresh content="0;url=${canary.origin}/">`)],
    ['leads to a file', () => redirect('file:///etc/passwd')],
    [
      'is a download',
      () =>
        answer(
          200,
          { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment; filename=x' },
          'x',
        ),
    ],
  ])('gives no page when it %s', async (_, behaviour) => {
    behaviours['/away'] = behaviour()
    expect(await render('/away')).toMatchObject({ ok: false, failure: 'unreachable' })
  })

  it.each([
    'file:///etc/passwd',
    'chrome://version',
    'view-source:http://example.com',
    'http://169.254.169.254/latest/meta-data/',
  ])('refuses %s', async (url) => {
    expect(await pool.render(url, { timeoutMs: 5_000 })).toMatchObject({ ok: false })
  })

  it('ends whatever the page does, and the next page is well', async () => {
    behaviours['/busy'] = script(`for (;;);`)
    behaviours['/never'] = (socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<p>')
    behaviours['/dialogs'] = script(`for (let n = 0; n < 9; n++) { alert(1); confirm(2) } show('fine')`)
    expect(await render('/never', 1_000)).toMatchObject({ ok: false, failure: 'timed_out' })
    expect(await render('/busy', 1_000)).toMatchObject({ ok: false })
    const dialogs = await render('/dialogs')
    expect(dialogs.ok && dialogs.html).toContain('fine')
  }, 30_000)

  it('stops on abort and waits for a free page', async () => {
    behaviours['/fine'] = html('<p>fine')
    const controller = new AbortController()
    behaviours['/abort'] = () => controller.abort(new Error('stop'))
    await expect(pool.render(`${server.origin}/abort`, { signal: controller.signal })).rejects.toThrow('stop')
    const results = await Promise.all(Array.from({ length: 6 }, () => render('/fine')))
    expect(results.every((result) => result.ok)).toBe(true)
    expect(pool.status()).toMatchObject({ openPages: 0, waiting: 0, state: 'running' })
  }, 30_000)

  it('says what is missing when there is no browser', async () => {
    const none = createBrowserPool({ userAgent, executablePath: '/nowhere/chromium' })
    expect(await none.render(server.origin)).toEqual({
      ok: false,
      failure: 'unreachable',
      detail: 'There is no browser at /nowhere/chromium.',
    })
    expect(none.status()).toMatchObject({ state: 'unavailable', lastError: expect.stringContaining('/nowhere') })
    await none.close()
  })
})
