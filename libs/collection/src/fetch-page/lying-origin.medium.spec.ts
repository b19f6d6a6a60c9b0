import { gzipSync } from 'node:zlib'
import type { PageResult } from '@enrichify/domain'
import iconv from 'iconv-lite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createGuardedFetch, type GuardedFetch } from '../guarded-fetch/guarded-fetch.ts'
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
import { decodeHtml } from './decode-html.ts'
import { createPageFetcher, type PageFetcher } from './page-fetcher.ts'

const userAgent = 'Enrichify/1.0'
let server: HostileServer
let guarded: GuardedFetch
const slept: number[] = []
const slowDown = vi.fn()
let robotsMs: number
beforeEach(() => void (robotsMs = 30_000))

async function start(behaviours: Record<string, Behaviour>): Promise<PageFetcher> {
  slept.length = 0
  slowDown.mockClear()
  server = await startHostileServer(behaviours)
  guarded = createGuardedFetch({ userAgent, allowedHosts: [server.host] })
  return createPageFetcher({
    fetch: guarded,
    robots: createRobotsPolicy({ fetch: guarded, userAgent, timeoutMs: robotsMs }),
    hostLimiter: { ...createHostLimiter({ minDelayMs: 0 }), slowDown },
    sleep: async (ms) => void slept.push(ms),
    random: () => 1,
    clock: () => 1_000_000,
    // No server here is slow on purpose, and a machine with much to do must not count as one.
    limits: { attemptMs: 30_000, stallMs: 20_000, totalMs: 90_000, retryBaseMs: 100, retryAfterCapMs: 5_000 },
  })
}
async function read(
  behaviours: Record<string, Behaviour>,
  path = '/',
  options?: { accept?: 'text' },
): Promise<PageResult> {
  return (await start(behaviours)).read(server.origin + path, options)
}
afterEach(async () => {
  await server.close()
  await guarded.close()
})

const asked = (path: string): number => server.hits.filter((hit) => hit === path).length
const sequence = (...behaviours: Behaviour[]): Behaviour => {
  let turn = 0
  return (socket, path, head) => behaviours[Math.min(turn++, behaviours.length - 1)]?.(socket, path, head)
}
const reset: Behaviour = (socket) => void socket.resetAndDestroy()

describe('status codes', () => {
  it.each([
    [404, 'not_found', 1],
    [410, 'not_found', 1],
    [401, 'page_blocked', 1],
    [403, 'page_blocked', 1],
    [451, 'page_blocked', 1],
    [500, 'unreachable', 3],
    [503, 'unreachable', 3],
  ])('%i is %s after %i tries', async (status, failure, tries) => {
    expect(await read({ '/': answer(status, {}, 'x') })).toMatchObject({ ok: false, failure, status })
    expect(asked('/')).toBe(tries)
    expect(slept).toEqual([100, 200].slice(0, tries - 1))
  })
  it('waits as long as a server asks, up to the cap, and tells the limiter', async () => {
    expect(await read({ '/': sequence(answer(429, { 'retry-after': '3' }, ''), html('<p>now')) })).toMatchObject({
      ok: true,
    })
    expect(slept).toEqual([3_000])
    expect(slowDown).toHaveBeenCalledWith(server.host, 1_003_000)
    await Promise.all([server.close(), guarded.close()])
    expect(await read({ '/': answer(429, { 'retry-after': '99999' }, '') })).toMatchObject({
      failure: 'page_blocked',
      status: 429,
    })
    expect([asked('/'), slept]).toEqual([1, []])
    await Promise.all([server.close(), guarded.close()])
    expect(await read({ '/': sequence(answer(503, { 'retry-after': '-5' }, ''), html('<p>now')) })).toMatchObject({
      ok: true,
    })
    expect(slept).toHaveLength(1)
  })
  it('does not insist on a bot challenge', async () => {
    expect(await read({ '/': answer(503, { 'cf-mitigated': 'challenge' }, '') })).toMatchObject({ ok: false })
    expect(asked('/')).toBe(1)
  })
})

describe('broken wires', () => {
  it('tries again after a reset', async () => {
    expect(await read({ '/': sequence(reset, html('<p>now')) })).toMatchObject({ ok: true })
    expect(slept).toHaveLength(1)
  })
  it.each<[string, Behaviour, string]>([
    ['a reset, always', reset, 'unreachable'],
    [
      'a reset in the body',
      (socket) =>
        void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 999\r\ncontent-type: text/html\r\n\r\n<p>', () =>
          socket.resetAndDestroy(),
        ),
      'unreachable',
    ],
    [
      'a length too long',
      (socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 999\r\ncontent-type: text/html\r\n\r\n<p>'),
      'unreachable',
    ],
    [
      'two lengths',
      (socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 9\r\n\r\n<p>'),
      'unreachable',
    ],
    ['no HTTP', (socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'), 'unreachable'],
    [
      'broken gzip',
      answer(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }, 'not gzip'),
      'unreachable',
    ],
    [
      'a bad chunk',
      (socket) => void socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n'),
      'unreachable',
    ],
    ['no place to redirect to', answer(302, {}, ''), 'unreachable'],
  ])('%s', async (_, behaviour, failure) => {
    expect(await read({ '/': behaviour })).toMatchObject({ ok: false, failure })
    expect(asked('/')).toBeLessThanOrEqual(3)
  })
  it('says that garbage is no TLS', async () => {
    const fetcher = await start({ '(connect)': (socket) => void socket.end('garbage') })
    expect(await fetcher.read(server.origin.replace('http:', 'https:'))).toMatchObject({
      ok: false,
      failure: expect.stringMatching(/unreachable|robots_disallowed/),
    })
  })
  it('takes what is longer than announced as announced', async () => {
    const result = await read({
      '/': (socket) =>
        void socket.end(
          'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<p>and more',
        ),
    })
    expect(result.ok ? Buffer.from(result.page.body).toString() : result).toBe('<p>')
  })
  it('throws on abort, with its reason, and on nothing else', async () => {
    const controller = new AbortController()
    const fetcher = await start({ '/': () => controller.abort(new Error('stop')) })
    await expect(fetcher.read(server.origin, { signal: controller.signal })).rejects.toThrow('stop')
    for (const url of ['', 'x', 'ftp://a.b/', 'http://[', 'mailto:a@b.c'])
      expect(await fetcher.read(url)).toMatchObject({ failure: 'address_refused' })
  })
})

describe('lies about content', () => {
  const pdf = '%PDF-1.7\n%\xE2\xE3'
  it.each<[string, string | undefined, string | Uint8Array, boolean]>([
    ['HTML without a type', undefined, '<!doctype html><p>x', true],
    ['HTML as plain text', 'text/plain', '<html><body>x', true],
    ['HTML as a stream of bytes', 'application/octet-stream', '\uFEFF <!-- x --><html>', true],
    ['XHTML as XML', 'text/xml', '<?xml version="1.0"?><!DOCTYPE html><html>', true],
    ['nothing', 'text/html', '', true],
    ['a PDF as HTML', 'text/html', pdf, false],
    ['an image as HTML', 'text/html', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), false],
    ['zip as HTML', 'text/html', Buffer.from('PK\x03\x04\0\0'), false],
    ['JSON as HTML', 'text/html', '{"a": 1}', false],
    ['JSON', 'application/json', '{"html": "<html>"}', false],
    ['plain text', 'text/plain', 'hello <world>', false],
    ['a PDF', 'application/pdf', pdf, false],
    ['noise', 'text/html', Buffer.from(Array.from({ length: 999 }, (_, n) => (n * n) % 251)), false],
  ])('%s', async (_, type, body, isPage) => {
    const result = await read({ '/': answer(200, type === undefined ? {} : { 'content-type': type }, body) })
    if (isPage) expect(result).toMatchObject({ ok: true })
    else expect(result).toMatchObject({ ok: false, failure: 'not_html', status: 200 })
  })
  it('takes XML where text is wanted', async () => {
    expect(
      await read({ '/s.xml': answer(200, { 'content-type': 'application/xml' }, '<urlset/>') }, '/s.xml', {
        accept: 'text',
      }),
    ).toMatchObject({ ok: true })
  })
  it('decodes what the bytes are', async () => {
    const body = gzipSync(iconv.encode('<meta charset=utf-8><p>Größe', 'windows-1252'))
    const result = await read({
      '/': answer(200, { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' }, body),
    })
    expect(result.ok && decodeHtml(result.page.body, result.page.headers['content-type']).html).toContain('Größe')
  })
})

describe('robots', () => {
  it.each<[string, Behaviour, string | null]>([
    ['nothing there', answer(404, {}, ''), null],
    ['forbidden', answer(403, {}, ''), null],
    ['an error', answer(500, {}, ''), 'robots_disallowed'],
    ['silence', () => undefined, 'robots_disallowed'],
    ['a reset', reset, 'robots_disallowed'],
    ['a no', answer(200, {}, 'User-agent: *\nDisallow: /'), 'robots_disallowed'],
    ['a redirect to a no', redirect('/other.txt'), 'robots_disallowed'],
    ['a redirect to a private address', redirect('http://10.0.0.1/robots.txt'), 'address_refused'],
  ])('%s', async (name, robots, failure) => {
    if (name === 'silence') robotsMs = 200
    const result = await read({
      '/robots.txt': robots,
      '/other.txt': answer(200, {}, 'User-agent: *\nDisallow: /'),
      '/': html('<p>x'),
    })
    expect(result).toMatchObject(failure === null ? { ok: true } : { ok: false, failure })
    if (failure !== null) expect(asked('/')).toBe(0)
  })
  it('asks the robots of the place that a page redirects to', async () => {
    const other = await startHostileServer({
      '/robots.txt': answer(200, {}, 'User-agent: enrichify\nDisallow: /'),
      '/': html('<p>x'),
    })
    server = await startHostileServer({ '/': redirect(other.origin) })
    guarded = createGuardedFetch({ userAgent, allowedHosts: [server.host, other.host] })
    const fetcher = createPageFetcher({
      fetch: guarded,
      robots: createRobotsPolicy({ fetch: guarded, userAgent }),
      hostLimiter: createHostLimiter({ minDelayMs: 0 }),
    })
    expect(await fetcher.read(server.origin)).toMatchObject({ ok: false, failure: 'robots_disallowed' })
    expect(other.hits).toEqual(['/robots.txt'])
    await other.close()
  })
})
