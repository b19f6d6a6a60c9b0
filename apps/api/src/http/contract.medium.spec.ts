import { request } from 'node:http'
import { LIVE_PATH, type LivePayload } from '@enrichify/contracts'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestApi, type Visitor } from '../testing/open-test-api.ts'

let api: TestApi
let who: Visitor
beforeAll(async () => {
  api = await TestApi.open()
  who = await api.visitor()
})
afterAll(() => api.close())

describe('a bad request', () => {
  it('is answered with a problem that names every wrong part', async () => {
    expect(await who.json('POST', '/websets', { name: '', columns: [{ name: 'x', kind: 'colour' }] })).toMatchObject({
      status: 400,
      code: 'invalid_request',
      issues: [{ path: 'body.name' }, { path: 'body.columns.0.kind' }],
    })
    expect((await who.json('GET', '/websets/not-an-id')).issues[0].path).toBe('params.id')
    expect((await who.json('GET', '/nothing/here')).code).toBe('route_not_found')
  })

  it('that is no JSON, or too much of it, is refused without a trace of our code', async () => {
    const headers = { authorization: `Bearer ${who.session.accessToken}`, 'content-type': 'application/json' }
    const broken = await fetch(`${api.origin}/api/v1/websets`, { method: 'POST', headers, body: '{"name":' })
    expect([broken.status, (await broken.json()) as object]).toEqual([
      400,
      expect.objectContaining({ code: 'malformed_request' }),
    ])
    const huge = await fetch(`${api.origin}/api/v1/websets`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: 'x'.repeat(7_000_000) }),
    })
    expect(huge.status).toBe(413)
    expect(await huge.text()).not.toMatch(/node_modules|at .*\.ts/)
  })

  it('with characters that a database cannot hold is cleaned, not failed', async () => {
    const { id } = await who.json('POST', '/websets', { name: 'a\0b\ud800', paste: 'acme.com' })
    expect(
      (await who.send('PATCH', `/websets/${id}/cells`, { edits: [{ rowId: 1, columnId: 'c1', text: 'acme.org\0' }] }))
        .status,
    ).toBe(200)
    expect((await who.send('GET', `/websets/${id}/rows?search=a%00`)).status).toBe(200)
    expect((await who.json('GET', `/websets/${id}`)).name).toBe('ab\ufffd')
  })

  it('outside of the API is answered in the same form', async () => {
    for (const path of ['/api', '/api/v2/x']) {
      const response = await fetch(api.origin + path)
      expect([response.status, response.headers.get('content-type')]).toEqual([
        404,
        expect.stringContaining('application/problem+json'),
      ])
    }
  })

  it('that uploads without a boundary, two files, or names a wrong upload is refused in words', async () => {
    const { id } = await who.json('POST', '/websets', { name: 'Uploads' })
    const headers = { authorization: `Bearer ${who.session.accessToken}` }
    const url = `${api.origin}/api/v1/websets/${id}/import`
    expect(
      (await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': 'multipart/form-data' }, body: 'x' }))
        .status,
    ).toBe(400)
    const two = new FormData()
    two.append('file', new Blob(['a']), 'a.csv')
    two.append('file', new Blob(['b']), 'b.csv')
    expect(await (await fetch(url, { method: 'POST', headers, body: two })).json()).toMatchObject({ code: 'one_file' })
    const named = new FormData()
    named.append('uploadId', '-'.repeat(36))
    expect(await (await fetch(url, { method: 'POST', headers, body: named })).json()).toMatchObject({ code: 'no_file' })
  })

  it('with SQL in every place changes nothing', async () => {
    const { id } = await who.json('POST', '/websets', {
      name: `'; drop table rows; --`,
      paste: `'); delete from rows; --`,
    })
    for (const text of [`' or 1=1 --`, `c1'; drop table rows; --`, `%' union select null --`, `\\'; --`]) {
      const filter = JSON.stringify([{ column: text.slice(0, 20), op: 'contains', value: text }])
      await who.send('GET', `/websets/${id}/rows?search=${encodeURIComponent(text)}`)
      await who.send('GET', `/websets/${id}/rows?sort=${encodeURIComponent(text)}`)
      await who.send('GET', `/websets/${id}/rows?filter=${encodeURIComponent(filter)}`)
      await who.send('PATCH', `/websets/${id}/cells`, { edits: [{ rowId: 1, columnId: text.slice(0, 20), text }] })
    }
    expect((await who.json('GET', `/websets/${id}/rows`)).total).toBe(1)
  })

  it('of characters that cannot be stored in a filter is the client’s fault', async () => {
    const { id } = await who.json('POST', '/websets', { name: 'Filtered', paste: 'acme.com' })
    for (const op of ['contains', 'equals', 'greater', 'state'])
      for (const value of ['a\0', '\ud800']) {
        const filter = encodeURIComponent(JSON.stringify([{ column: 'c1', op, value }]))
        expect((await who.send('GET', `/websets/${id}/rows?filter=${filter}`)).status, op).toBe(400)
      }
  })
})

describe('headers', () => {
  it('what the API says is not stored; a name that is not ours is refused everywhere but at health', async () => {
    const answer = await who.send('GET', '/websets')
    expect([answer.headers.get('cache-control'), answer.headers.get('etag')]).toEqual(['no-store', null])
    const statusFor = (host: string, path: string) =>
      new Promise<number>((done, fail) =>
        request(api.origin + path, { headers: { host } }, (response) => done(response.resume().statusCode!))
          .on('error', fail)
          .end(),
      )
    for (const path of ['/api/v1/auth/status', '/metrics', '/api/docs', '/live/?EIO=4&transport=polling'])
      expect(await statusFor('evil.example', path), path).toBe(path.startsWith('/live') ? 403 : 421)
    expect(await statusFor('evil.example', '/health')).toBe(200)
    expect(await statusFor('localhost:1', '/api/v1/auth/status')).toBe(200)
  })
})

describe('Idempotency-Key', () => {
  it('gives fifty requests at once one effect and one answer', async () => {
    const key = { 'idempotency-key': 'create-once' }
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        who
          .send('POST', '/websets', { name: 'Once' }, key)
          .then(async (response) => [response.status, await response.text()] as const),
      ),
    )
    const made = answers.filter(([status]) => status === 201)
    expect(new Set(made.map(([, text]) => text)).size).toBe(1)
    expect(answers.filter(([status]) => status !== 201).every(([status]) => status === 409)).toBe(true)
    expect(await (await who.send('POST', '/websets', { name: 'Once' }, key)).text()).toBe(made[0]![1])
    expect((await who.send('POST', '/websets', { name: 'Other' }, key)).status).toBe(422)
    expect(
      (await who.json('GET', '/websets')).websets.filter((webset: { name: string }) => webset.name === 'Once'),
    ).toHaveLength(1)
  })
})

it('secrets that are shown once are not kept for a repetition', async () => {
  const made = (await (
    await who.send('POST', '/workspace/tokens', { name: 'CI', scopes: ['read'] }, { 'idempotency-key': 'token-once' })
  ).json()) as { token: string }
  const { Database } = await import('@enrichify/database')
  const kept = await api.app
    .get(Database, { strict: false })
    .inScope({ workspaceId: who.me.workspace.id }, (tx) => tx.query('select key, body from idempotency_keys'))
  expect(JSON.stringify(kept)).toContain('create-once')
  expect(JSON.stringify(kept)).not.toContain(made.token)
})

describe('operations', () => {
  it('health tells each part; metrics are in Prometheus form', async () => {
    const health = await fetch(`${api.origin}/health`)
    expect([health.status, await health.json()]).toEqual([
      200,
      expect.objectContaining({
        status: 'degraded',
        parts: expect.objectContaining({
          postgres: expect.objectContaining({ status: 'up' }) as object,
          worker: expect.objectContaining({ status: 'down', optional: true }) as object,
          redis: expect.objectContaining({ status: 'not configured' }) as object,
        }) as object,
      }),
    ])
    expect((await fetch(`${api.origin}/ready`)).status).toBe(200)
    expect(await (await fetch(`${api.origin}/metrics`)).text()).toMatch(
      /enrichify_http_request_seconds_count\{.*route="\/api\/v1\/websets"/,
    )
  })

  it('headers keep browsers safe', async () => {
    const { headers } = await fetch(`${api.origin}/health`)
    expect(headers.get('content-security-policy')).toMatch(
      /script-src 'self';.*object-src 'none'.*frame-ancestors 'none'/,
    )
    expect([
      headers.get('x-content-type-options'),
      headers.get('cross-origin-opener-policy'),
      headers.get('x-powered-by'),
    ]).toEqual(['nosniff', 'same-origin', null])
  })
})

describe('live events', () => {
  const connect = (token: string, headers: Record<string, string> = {}) =>
    io(api.origin, {
      path: LIVE_PATH,
      transports: ['websocket'],
      auth: { token },
      extraHeaders: headers,
      reconnection: false,
    })
  const outcome = (socket: Socket) =>
    new Promise<string>((done) =>
      socket.once('connect', () => done('connected')).once('connect_error', (error) => done(error.message)),
    )

  it('are for people who are signed in, from our own pages', async () => {
    expect(await outcome(connect('nonsense'))).toBe('unauthenticated')
    expect(await outcome(connect(who.session.accessToken, { origin: 'https://evil.example' }))).not.toBe('connected')
  })

  it('reach who watches, and no one of another workspace', async () => {
    const stranger = await api.visitor()
    const { id } = await who.json('POST', '/websets', { name: 'Watched', paste: 'acme.com' })
    const [mine, theirs] = [connect(who.session.accessToken), connect(stranger.session.accessToken)]
    await Promise.all([outcome(mine), outcome(theirs)])
    expect(await mine.emitWithAck('webset.watch', { websetId: id })).toEqual({ ok: true })
    expect(await theirs.emitWithAck('webset.watch', { websetId: id })).toEqual({ ok: false, code: 'webset_not_found' })
    const overheard: unknown[] = []
    theirs.onAny((event) => overheard.push(event))
    const arrived = new Promise<LivePayload<'sheet.changed'>>((done) => mine.once('sheet.changed', done))
    await who.send('PATCH', `/websets/${id}/cells`, { edits: [{ rowId: 1, columnId: 'c1', text: 'acme.org' }] })
    const [change] = (await arrived).changes
    expect(change).toMatchObject({ version: 1, clientId: null, rows: null, columns: false })
    expect(change!.cells).toEqual([{ rowId: 1, columnId: 'c1', value: 'https://acme.org', mark: { state: null } }])
    expect(overheard).toEqual([])
    mine.disconnect()
    theirs.disconnect()
  })

  it('malformed ones do no harm', async () => {
    const socket = connect(who.session.accessToken)
    await outcome(socket)
    for (const junk of [null, 7, 'x', {}, { websetId: {} }, { websetId: `' or 1=1` }])
      expect(await socket.emitWithAck('webset.watch', junk)).toMatchObject({ ok: false })
    socket.emit('no.such.event', { a: 1 })
    expect((await fetch(`${api.origin}/ready`)).status).toBe(200)
    socket.disconnect()
  })
})
