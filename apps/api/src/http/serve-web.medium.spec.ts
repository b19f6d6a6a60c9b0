import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { CLIENT_ROUTES } from '@enrichify/contracts'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveWeb } from './serve-web.ts'

const SCRIPT = 'console.log("the client")'
let dist: string
let server: Server
let origin: string

/** What the build makes, in small. */
function build(base: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'enrichify-web-'))
  mkdirSync(join(folder, 'assets'))
  const page = `<!doctype html><title>The client</title><script src="${base}assets/index-1.js"></script>`
  const files = { 'index.html': page, 'robots.txt': 'User-agent: *\nDisallow: /\n', 'assets/index-1.js': SCRIPT }
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text)
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(text))
    writeFileSync(join(folder, `${name}.gz`), gzipSync(text))
  }
  return folder
}

async function listen(folder: string, base: string): Promise<Server> {
  const app = express()
  serveWeb(app, base, folder)
  app.use((_request, response) => void response.status(404).type('application/problem+json').send('{}'))
  return new Promise((done) => {
    const listening = app.listen(0, '127.0.0.1', () => done(listening))
  })
}

beforeAll(async () => {
  dist = build('/')
  server = await listen(dist, '/')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  rmSync(dist, { recursive: true })
})

/** As it is on the wire: `fetch` would decompress it. */
function raw(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((done, fail) => {
    request(`${origin}${path}`, { method, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        done({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }),
      )
    })
      .on('error', fail)
      .end()
  })
}

describe('addresses', () => {
  it.each(Object.values(CLIENT_ROUTES).map((route) => route.replace(':id', 'a1')))('%s is a screen', async (path) => {
    const response = await fetch(`${origin}${path}?section=providers`)
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('The client')])
  })
  it.each(['/nothing', '/websets', '/websets/a1/more', '/index.html', '/favicon.ico'])(
    '%s is none: the page, with status 404',
    async (path) => {
      const response = await fetch(`${origin}${path}`)
      expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('The client')])
    },
  )
  it.each(['/assets/index-2.js', '/assets/', '/api/v1/nothing', '/api', '/health/more'])(
    '%s is not the client’s to answer',
    async (path) => {
      const { status, headers } = await raw(path)
      expect([status, headers['content-type']]).toEqual([404, expect.stringMatching(/^application\/problem\+json/)])
    },
  )
  it('writes to no screen', async () => {
    const { status, headers } = await raw('/settings', {}, 'POST')
    expect([status, headers['content-type']]).toEqual([404, expect.stringMatching(/^application\/problem\+json/)])
  })
  it('tells robots to stay away, as plain text', async () => {
    const { headers, body } = await raw('/robots.txt')
    expect(headers['content-type']).toMatch(/^text\/plain/)
    expect(body.toString()).toBe('User-agent: *\nDisallow: /\n')
  })
})

describe('what is sent', () => {
  it.each([
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['br;q=0, gzip', 'gzip', gunzipSync],
    ['identity', undefined, (body: Buffer) => body],
  ] as const)('accepts %s: %s', async (accepts, encoding, open) => {
    const { headers, body } = await raw('/assets/index-1.js', { 'accept-encoding': accepts })
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching(/^text\/javascript; charset=utf-8$/i) as string,
      'cache-control': 'public, max-age=31536000, immutable',
    })
    expect(headers.vary).toMatch(/accept-encoding/i)
    expect(headers['content-encoding']).toBe(encoding)
    expect(open(body).toString()).toBe(SCRIPT)
  })
  it('the page is compressed, and asked for again by its ETag', async () => {
    const first = await raw('/settings', { 'accept-encoding': 'br' })
    expect(first.headers).toMatchObject({
      'content-type': expect.stringMatching(/^text\/html; charset=utf-8$/i) as string,
      'content-encoding': 'br',
      'cache-control': 'no-cache',
    })
    const again = await raw('/', { 'accept-encoding': 'br', 'if-none-match': first.headers.etag! })
    expect([again.status, again.body.length]).toEqual([304, 0])
    const other = await raw('/', { 'if-none-match': first.headers.etag! })
    expect(other.status).toBe(200)
  })
  it('answers HEAD without a body', async () => {
    const { status, body } = await raw('/settings', {}, 'HEAD')
    expect([status, body.length]).toEqual([200, 0])
  })
})

describe('a client that was built for another place', () => {
  it('is served below that path, and a CDN may pass it on', async () => {
    const folder = build('https://cdn.example/enrichify/')
    const elsewhere = await listen(folder, 'https://cdn.example/enrichify/')
    try {
      const place = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/enrichify/assets`
      const found = await fetch(`${place}/index-1.js`)
      expect([found.status, found.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
      expect((await fetch(`${place}/index-2.js`)).headers.get('content-type')).toMatch(/problem\+json/)
    } finally {
      elsewhere.close()
      rmSync(folder, { recursive: true })
    }
  })
  it('is refused when the setting says something else', () => {
    expect(() => serveWeb(express(), '/enrichify/', dist)).toThrow('not built for ASSETS_BASE=/enrichify/')
  })
})
