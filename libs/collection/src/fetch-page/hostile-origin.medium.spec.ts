import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import type { PageResult } from '@enrichify/domain'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGuardedFetch, type GuardedFetch } from '../guarded-fetch/guarded-fetch.ts'
import type { Lookup } from '../guarded-fetch/guarded-resolver.ts'
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
const mebibyte = 1024 * 1024
let canary: HostileServer
let server: HostileServer
let guarded: GuardedFetch | undefined
const slept: number[] = []

beforeEach(async () => {
  slept.length = 0
  times = LONG
  canary = await startHostileServer({ '(connect)': () => canary.hits.push('connect') })
})
afterEach(async () => {
  const hits = [...canary.hits]
  // It waits for requests in flight, so a connection that was not freed shows as a test that hangs.
  await guarded?.close()
  await server.close()
  await canary.close()
  expect(hits).toEqual([])
})

async function read(behaviours: Record<string, Behaviour>, path = '/', lookup?: Lookup): Promise<PageResult> {
  server = await startHostileServer(behaviours)
  return readFrom(path.startsWith('/') ? server.origin + path : path.replace('PORT', String(server.port)), lookup)
}

/** For a server that is slow on purpose. Elsewhere, a machine with much to do must not count as one. */
const SHORT = { totalMs: 3_000, attemptMs: 500, stallMs: 200 }
const LONG = { totalMs: 90_000, attemptMs: 30_000, stallMs: 20_000 }
let times = LONG

function readFrom(url: string, lookup?: Lookup): Promise<PageResult> {
  guarded = createGuardedFetch({
    userAgent,
    allowedHosts: [server.host],
    connectTimeoutMs: times.attemptMs,
    ...(lookup === undefined ? {} : { lookup }),
  })
  const fetcher = createPageFetcher({
    fetch: guarded,
    robots: createRobotsPolicy({ fetch: guarded, userAgent, timeoutMs: times.attemptMs }),
    hostLimiter: createHostLimiter({ minDelayMs: 0, concurrency: 2, maxSlowDownMs: 0 }),
    sleep: async (ms) => void slept.push(ms),
    random: () => 1,
    limits: { ...times, maxBodyBytes: mebibyte, retryAfterCapMs: 5_000 },
  })
  return fetcher.read(url)
}

const failed = (failure: string, status: number | null = null) => ({
  ok: false,
  failure,
  status,
  detail: expect.not.stringMatching(/127\.0\.0\.1|ECONN/),
})
const bomb = Buffer.alloc(200 * mebibyte)
const zipped = (coding: string, body: Uint8Array): Behaviour =>
  answer(200, { 'content-type': 'text/html', 'content-encoding': coding }, body)

describe('redirects', () => {
  it('reads a page behind ten of them and no more', async () => {
    const hops = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`/${n}`, redirect(`/${n + 1}`)]))
    expect(await read({ ...hops, '/10': html('<p>here') }, '/0')).toMatchObject({
      ok: true,
      page: { finalUrl: `${server.origin}/10`, url: `${server.origin}/0` },
    })
    await server.close()
    expect(await read({ ...hops, '/11': html('<p>here') }, '/0')).toEqual(failed('redirect_loop'))
  })
  it('sees a circle', async () => {
    expect(await read({ '/': redirect('/b'), '/b': redirect('/') })).toEqual(failed('redirect_loop'))
    expect(server.hits.filter((path) => path === '/')).toHaveLength(1)
  })
  it('follows a site that sets a cookie and asks again', async () => {
    const behaviour: Behaviour = (socket, path, head) =>
      (/cookie: a=1/i.test(head) ? html('<p>in') : answer(302, { location: '/', 'set-cookie': 'a=1; Path=/' }, ''))(
        socket,
        path,
        head,
      )
    expect(await read({ '/': behaviour })).toMatchObject({ ok: true })
  })
  it.each([301, 302, 303, 307, 308])('does not follow %i to a private address', async (status) => {
    expect(await read({ '/': redirect(`${canary.origin}/secret`, status) })).toEqual(failed('address_refused'))
  })
  it.each([
    'file:///etc/passwd',
    'javascript:1',
    'gopher://127.0.0.1/',
    'http://user:pass@example.com/',
    'http://0x7f.1/',
  ])('refuses %s', async (location) => {
    expect(await read({ '/': redirect(location) })).toEqual(failed('address_refused'))
  })
  it('takes a meta refresh for what it is', async () => {
    expect(
      await read({ '/': html('<meta http-equiv=refresh content="0; url=/next">'), '/next': html('<p>next') }),
    ).toMatchObject({ ok: true, page: { finalUrl: `${server.origin}/next` } })
    await server.close()
    expect(await read({ '/': html(`<meta http-equiv=refresh content="0; url=${canary.origin}">`) })).toEqual(
      failed('address_refused'),
    )
  })
})

describe('addresses', () => {
  it('connects a name only where the guard lets it, whatever it answers later', async () => {
    const answers = ['127.0.0.1', '127.0.0.1', '10.0.0.1']
    const rebinding: Lookup = async () => [{ address: answers.shift() ?? '127.0.0.1', family: 4 }]
    // The first answers are listed at the server's port; at the canary's port the same name is refused.
    expect(
      await read({ '/': redirect(`http://rebind.test:${canary.port}/`) }, 'http://rebind.test:PORT/', rebinding),
    ).toEqual(failed('address_refused'))
  })
  it('drops the private ones of many answers', async () => {
    const mixed: Lookup = async () => [
      { address: '10.0.0.1', family: 4 },
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]
    expect(await read({ '/': html('<p>one') }, 'http://many.test:PORT/', mixed)).toMatchObject({ ok: true })
  })
  it('refuses everything offline', async () => {
    server = await startHostileServer({})
    const offline = createGuardedFetch({ userAgent, offline: true, allowedHosts: [server.host] })
    const fetcher = createPageFetcher({
      fetch: offline,
      robots: createRobotsPolicy({ fetch: offline, userAgent }),
      hostLimiter: createHostLimiter(),
    })
    expect(await fetcher.read(server.origin)).toEqual(failed('offline'))
    expect(server.hits).toEqual([])
  })
})

describe('slow and endless', () => {
  const drip = (socket: Parameters<Behaviour>[0], text: string, everyMs: number): void => {
    const timer = setInterval(() => socket.write(text), everyMs)
    socket.once('close', () => clearInterval(timer))
  }
  it.each<[string, Behaviour]>([
    ['silence', () => undefined],
    ['headers a byte at a time', (socket) => (socket.write('HTTP/1.1 200 OK\r\nx: '), drip(socket, 'y', 20))],
    [
      'a body that stops',
      (socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 99\r\n\r\n<p>'),
    ],
    [
      'a body a byte at a time',
      (socket) => (socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n'), drip(socket, ' ', 20)),
    ],
  ])('%s ends in time', async (_, behaviour) => {
    times = SHORT
    expect(await read({ '/': behaviour })).toEqual(failed('timed_out'))
    expect(server.hits.filter((path) => path === '/').length).toBeLessThanOrEqual(3)
  })
  it('stops an endless body at the cap', async () => {
    const piece = Buffer.alloc(65_536, 'x')
    const endless: Behaviour = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<html>')
      const pour = (): void => {
        while (!socket.destroyed && socket.write(piece));
        if (!socket.destroyed) socket.once('drain', pour)
      }
      pour()
    }
    expect(await read({ '/': endless })).toEqual(failed('too_large'))
  })
  it.each<[string, Behaviour]>([
    ['gzip', zipped('gzip', gzipSync(bomb))],
    ['deflate', zipped('deflate', deflateSync(bomb))],
    ['br', zipped('br', brotliCompressSync(bomb))],
    ['zstd', zipped('zstd', zstdCompressSync(bomb))],
    ['gzip in gzip', zipped('gzip, gzip', gzipSync(gzipSync(bomb)))],
    [
      'an announced length',
      (socket) =>
        void socket.write(`HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: ${99 * mebibyte}\r\n\r\n<p>`),
    ],
    ['headers', (socket) => void socket.write(`HTTP/1.1 200 OK\r\n${`x: ${'y'.repeat(1000)}\r\n`.repeat(200)}\r\n`)],
    [
      '10,000 cookies',
      (socket) =>
        void socket.write(
          `HTTP/1.1 200 OK\r\n${Array.from({ length: 10_000 }, (_, n) => `set-cookie: c${n}=1\r\n`).join('')}\r\n<p>`,
        ),
    ],
  ])('refuses what unfolds beyond the cap: %s', async (_, behaviour) => {
    const before = process.memoryUsage().rss
    const result = await read({ '/': behaviour })
    expect(result).toEqual(failed('too_large'))
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * mebibyte)
  })
  it('refuses a chain of codings', async () => {
    expect(await read({ '/': zipped(Array(2000).fill('gzip').join(','), gzipSync('x')) })).toMatchObject({ ok: false })
  })
})
