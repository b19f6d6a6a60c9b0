import { randomUUID } from 'node:crypto'
import { Database } from '@enrichify/database'
import { IdempotencyService } from '@enrichify/features'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { TestApi, type Visitor } from '../testing/open-test-api.ts'

let api: TestApi
let who: Visitor
let websetId: string
beforeAll(async () => {
  api = await TestApi.open()
  who = await api.visitor()
  ;({ id: websetId } = await who.json('POST', '/websets', { name: 'Listed', paste: 'acme.com' }))
})
afterEach(() => vi.restoreAllMocks())
afterAll(() => api.close())

type Body = Record<string, unknown> | (() => FormData)
const csv = (content: string, options = '{}') => {
  const form = new FormData()
  form.append('file', new Blob([content]), 'list.csv')
  form.append('options', options)
  return form
}
const send = (path: string, key: string, body: Body) =>
  fetch(`${api.origin}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${who.session.accessToken}`,
      'idempotency-key': key,
      ...(typeof body === 'function' ? {} : { 'content-type': 'application/json' }),
    },
    body: typeof body === 'function' ? body() : JSON.stringify(body),
  })
const scope = () => ({ workspaceId: who.me.workspace.id })
const database = () => api.app.get(Database, { strict: false })
const count = async (table: string): Promise<number> => {
  const [found] = await database().inScope(scope(), (tx) =>
    tx.query<{ n: number }>(`select count(*) as n from ${table}`),
  )
  return found!.n
}

const ROUTES: [route: string, path: () => string, body: Body, table: string][] = [
  ['a webset', () => '/websets', { name: 'Once' }, 'websets'],
  ['a webset from pasted text', () => '/websets', { name: 'Once', paste: 'a.com\nb.com' }, 'rows'],
  ['a column', () => `/websets/${websetId}/columns`, { name: 'Note', kind: 'text' }, 'columns'],
  ['rows', () => `/websets/${websetId}/rows`, { rows: [{ c1: 'https://b.example' }] }, 'rows'],
  ['an import', () => `/websets/${websetId}/import`, () => csv('Name\nAcme\n'), 'imports'],
  ['an import into a new webset', () => '/imports', () => csv('Name\nAcme\n'), 'websets'],
  ['an export', () => `/export/websets/${websetId}`, { format: 'csv' }, 'exports'],
  ['a chat', () => `/websets/${websetId}/chats`, {}, 'chats'],
  ['a connection', () => '/connections', { providerId: 'ollama', owner: 'workspace' }, 'connections'],
]

describe.each(ROUTES)('%s', (_route, path, body, table) => {
  it('is made once, and answered with the same bytes', async () => {
    const key = randomUUID()
    const before = await count(table)
    const first = await send(path(), key, body)
    const text = await first.text()
    expect([first.status, text]).toEqual([expect.toSatisfy((status) => status < 300), text])
    const made = await count(table)
    expect(made).toBeGreaterThan(before)
    for (let again = 0; again < 3; again++) {
      const replay = await send(path(), key, body)
      expect([replay.status, await replay.text()]).toEqual([first.status, text])
      expect(replay.headers.get('idempotency-replayed')).toBe('true')
      expect(replay.headers.get('content-type')).toBe(first.headers.get('content-type'))
    }
    expect(await count(table)).toBe(made)
  })

  it('is not made again after a crash between the effect and its answer', async () => {
    const key = randomUUID()
    // After the effect, this process can neither store an answer nor give the key back.
    const real = IdempotencyService.prototype.once
    vi.spyOn(IdempotencyService.prototype, 'once').mockImplementation(function (this: IdempotencyService, a, b, work) {
      return real.call(this, a, b, async () => {
        await work()
        vi.spyOn(database(), 'inScope').mockRejectedValue(new Error('This process is dead.'))
      }) as never
    })
    expect((await send(path(), key, body)).status).toBe(500)
    vi.restoreAllMocks()
    const made = await count(table)
    const early = await send(path(), key, body)
    expect([200, 201, 202, 409]).toContain(early.status)
    await database().inScope(scope(), (tx) =>
      // Its process is known to be gone.
      tx.query('update idempotency_keys set holder = gen_random_uuid() where key = $1', [key]),
    )
    const late = await send(path(), key, body)
    expect(late.status).toBeLessThan(300)
    expect(await late.json()).toBeTruthy()
    expect(await count(table)).toBe(made)
  })
})

it('an attempt that was overtaken has no effect any more', async () => {
  const key = randomUUID()
  const before = await count('websets')
  const gate = Promise.withResolvers<void>()
  const reached = Promise.withResolvers<void>()
  const real = IdempotencyService.prototype.once
  vi.spyOn(IdempotencyService.prototype, 'once').mockImplementationOnce(function (
    this: IdempotencyService,
    a,
    b,
    work,
  ) {
    return real.call(this, a, b, async () => {
      reached.resolve()
      await gate.promise
      return work()
    }) as never
  })
  const slow = send('/websets', key, { name: 'Slow' })
  await reached.promise
  expect((await send('/websets', key, { name: 'Slow' })).status).toBe(409)
  await database().inScope(scope(), (tx) =>
    tx.query(`update idempotency_keys set reserved_at = now() - interval '3 minutes' where key = $1`, [key]),
  )
  const second = await send('/websets', key, { name: 'Slow' })
  gate.resolve()
  expect([second.status, (await slow).status]).toEqual([201, 409])
  expect(await count('websets')).toBe(before + 1)
  expect(await (await send('/websets', key, { name: 'Slow' })).text()).toBe(await second.text())
})

it.each<[string, () => FormData]>([
  ['another file of the same length', () => csv('Name\nBeta\n')],
  ['other options', () => csv('Name\nAcme\n', '{"header":true}')],
])('%s under the same key is refused', async (_what, other) => {
  const key = randomUUID()
  const path = `/websets/${websetId}/import`
  expect((await send(path, key, () => csv('Name\nAcme\n'))).status).toBeLessThan(300)
  const refused = await send(path, key, other)
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([422, 'idempotency_mismatch'])
})

it('a request that was refused leaves its key free', async () => {
  const key = randomUUID()
  expect((await send('/websets', key, { name: '' })).status).toBe(400)
  expect((await send('/websets', key, { name: 'Named' })).status).toBe(201)
})

it('answers that are held are seen in their workspace only', async () => {
  await send('/websets', randomUUID(), { name: 'Held' })
  const stranger = await api.visitor()
  const held = (workspaceId: string) =>
    database().inScope({ workspaceId }, (tx) => tx.query('select body from idempotency_keys'))
  expect((await held(who.me.workspace.id)).length).toBeGreaterThan(0)
  expect(await held(stranger.me.workspace.id)).toEqual([])
  expect(await database().inSystem((tx) => tx.query('select body from idempotency_keys'))).toEqual([])
})

it.each([
  ['an API token', '/workspace/tokens', { name: 'Script', scopes: ['read'] }, 'api_tokens'],
  ['an invitation', '/workspace/invitations', { role: 'viewer' }, 'invitations'],
])('%s is made once, and no repetition gets its secret', async (_what, path, body, table) => {
  const made = async () =>
    Number((await database().inSystem((tx) => tx.query<{ n: string }>(`select count(*) as n from ${table}`)))[0]!.n)
  const key = randomUUID()
  const before = await made()
  const first = await send(path, key, body)
  const { token } = (await first.json()) as { token: string }
  expect([first.status, token]).toEqual([201, expect.any(String)])
  const again = await Promise.all(Array.from({ length: 4 }, () => send(path, key, body)))
  for (const repeated of again) {
    const text = await repeated.text()
    expect([repeated.status, (JSON.parse(text) as { code: string }).code]).toEqual([409, 'secret_shown_once'])
    expect(text).not.toContain(token)
  }
  expect(await made()).toBe(before + 1)
  const held = await database().inScope(scope(), (tx) =>
    tx.query('select body from idempotency_keys where key = $1', [key]),
  )
  expect(held).toEqual([{ body: '{}' }])
})
