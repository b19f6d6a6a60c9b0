import { randomUUID } from 'node:crypto'
import { API_PREFIX } from '@enrichify/contracts'
import { Database, LedgerRepository, type NewCall } from '@enrichify/database'
import { PageStore } from '@enrichify/features'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestApi, type Visitor } from '../testing/open-test-api.ts'
import { listEndpoints } from './openapi.ts'

const PUBLIC = [
  '/auth/status',
  '/auth/register',
  '/auth/login',
  '/auth/link',
  '/auth/refresh',
  '/auth/logout',
  '/export/:id/download',
]
const SECRET = 'Only-for-workspace-A'

let api: TestApi
let a: Visitor
let b: Visitor
/** Ids of workspace A, by the beginning of the paths that they belong in; the longest beginning wins. */
let ids: Record<string, string>
let column: string
let action: string
beforeAll(async () => {
  api = await TestApi.open()
  a = await api.visitor()
  b = await api.visitor()
  const webset = await a.json('POST', '/websets', { name: SECRET, paste: `${SECRET}\nother` })
  column = (await a.json('POST', `/websets/${webset.id}/columns`, { fact: 'phone' })).id
  action = (await a.json('GET', `/websets/${webset.id}/actions`)).actions[0].id
  const run = await a.json('POST', `/websets/${webset.id}/enrich`, {})
  const job = await a.json('POST', `/export/websets/${webset.id}`, { format: 'csv' })
  const imported = (await (await api.upload(a, `/websets/${webset.id}/import`, `name\n${SECRET}`)).json()) as {
    id: string
  }
  const chat = await a.json('POST', `/websets/${webset.id}/chats`)
  const asked = await a.json('POST', `/chats/${chat.id}/messages`, { text: SECRET })
  const trial = await a.json('POST', `/websets/${webset.id}/columns/${column}/trials`, { kind: 'try', plans: [null] })
  const connection = await a.json('POST', '/connections', {
    providerId: 'openai-compatible',
    label: SECRET,
    settings: { baseUrl: 'https://models.example/v1' },
  })
  const invitation = await a.json('POST', '/workspace/invitations', { role: 'viewer' })
  const token = await a.json('POST', '/workspace/tokens', { name: SECRET, scopes: ['read'] })
  ids = {
    '/websets': webset.id,
    '/export/websets': webset.id,
    '/export': job.id,
    '/imports': imported.id,
    '/runs': run.id,
    '/trials': trial.id,
    '/chats': chat.id,
    '/chats/messages': asked.answerId,
    '/captures': await storePage(a),
    '/connections': connection.id,
    '/calls': await makeCall(a, connection.id),
    '/workspace/members': a.me.user.id,
    '/workspace/invitations': invitation.invitation.id,
    '/workspace/tokens': token.apiToken.id,
  }
  for (const [path, id] of Object.entries(ids)) if (!id) throw new Error(`Workspace A has nothing for ${path}.`)
})
afterAll(() => api.close())

async function storePage(who: Visitor): Promise<string> {
  const scope = { workspaceId: who.me.workspace.id }
  return (await api.app.get(PageStore).keep(scope, 'https://a.example/', SECRET, Date.now())).captureId
}

async function makeCall(who: Visitor, connectionId: string): Promise<string> {
  const once = randomUUID()
  const call: NewCall = {
    attemptKey: once,
    connectionId,
    providerId: 'openai-compatible',
    model: SECRET,
    purpose: 'extract',
    websetId: null,
    runId: null,
    rowId: null,
    userId: who.me.user.id,
    month: '2026-11',
    requestHash: once,
    planHash: once,
    reservedMicros: 1,
    practice: false,
    cells: 1,
  }
  const made = await api.app
    .get(Database)
    .inScope({ workspaceId: who.me.workspace.id }, (tx) =>
      api.app.get(LedgerRepository).insert(tx, { ...call, holder: once }, 'reserved'),
    )
  return made!
}

/** The address of a route with the ids of workspace A in it. A path that is not known here proves nothing and fails. */
function addressOf(path: string): string {
  const [, id] =
    Object.entries(ids)
      .filter(([beginning]) => path.startsWith(`${beginning}/`))
      .toSorted(([one], [other]) => other.length - one.length)[0] ?? []
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    if (name === 'columnId') return column
    if (name === 'rowId') return '1'
    if (name === 'actionId') return action
    if (!id) throw new Error(`Give workspace A something for ${path}: see \`ids\`.`)
    return id
  })
  return filled + (queries[path] ?? '')
}

/** Where a query is needed. */
const queries: Record<string, string> = { '/websets/:id/changes': '?after=0' }

const bodies: Record<string, unknown> = {
  'POST /websets/:id/columns': { name: 'x' },
  'POST /websets/:id/rows': { rows: [{ c1: 'x' }] },
  'DELETE /websets/:id/rows': { rowIds: [1] },
  'POST /websets/:id/rows/restore': { rowIds: [1] },
  'POST /websets/:id/commands': { commandId: randomUUID(), kind: 'webset.rename', payload: { name: 'taken over' } },
  'PATCH /websets/:id/cells': { edits: [{ rowId: 1, columnId: 'c1', text: 'taken over' }] },
  'PATCH /websets/:id': { name: 'taken over' },
  'PATCH /websets/:id/columns/:columnId': { name: 'taken over' },
  'POST /export/websets/:id': { format: 'csv' },
  'POST /calls/:id/decide': { outcome: 'charged' },
  'POST /websets/:id/columns/:columnId/tests': { rows: [{ rowId: 1, expected: 'taken over' }] },
  'POST /websets/:id/columns/:columnId/trials': { kind: 'try', plans: [null] },
  'POST /websets/:id/cells/:rowId/:columnId/verdict': { verdict: 'wrong' },
  'POST /chats/:id/messages': { text: 'taken over' },
  'PATCH /workspace/members/:userId': { role: 'viewer' },
}

const routes = listEndpoints()
const withIds = routes.filter((route) => route.path.includes(':') && !PUBLIC.includes(route.path))

describe('every route', () => {
  it.each(
    routes
      .filter((route) => !PUBLIC.includes(route.path))
      .map((route) => [`${route.method} ${route.path}`, route] as const),
  )('%s needs a person who is signed in', async (_name, route) => {
    const response = await fetch(api.origin + API_PREFIX + addressOf(route.path), { method: route.method })
    expect(response.status).toBe(401)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(await response.json()).toMatchObject({ status: 401, code: 'unauthenticated' })
  })

  it.each(withIds.filter(({ method }) => method === 'GET').map((route) => [route.path, route] as const))(
    'GET %s exists for its own workspace, so that its absence for another says something',
    async (_name, route) => expect((await a.send('GET', addressOf(route.path))).status).toBe(200),
  )

  it.each(withIds.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s does not exist for another workspace',
    async (name, route) => {
      const isUpload = /\/(?:import|archive)$/.test(route.path) && route.method === 'POST'
      const response = isUpload
        ? await api.upload(b, addressOf(route.path), 'name\nx')
        : await b.send(route.method, addressOf(route.path), route.method === 'GET' ? undefined : (bodies[name] ?? {}))
      const text = await response.text()
      expect([response.status, text]).toEqual([404, expect.not.stringContaining(SECRET)])
    },
  )

  it('of another workspace left everything as it was', async () => {
    expect(await a.json('GET', `/websets/${ids['/websets']}`)).toMatchObject({
      name: SECRET,
      columns: [{}, { name: 'Phone' }],
    })
    expect((await a.json('GET', `/websets/${ids['/websets']}/rows`)).rows[0].cells.c1).toBe(SECRET)
    expect(await a.json('GET', '/connections')).toMatchObject({ connections: [{ label: SECRET }] })
    expect((await a.json('GET', '/workspace/members')).members).toHaveLength(2)
    for (const path of [
      '/websets',
      '/websets?trash=true',
      '/workspace/members',
      '/workspace/tokens',
      '/providers',
      '/connections',
      '/calls',
      '/spending',
      '/pages?query=workspace',
      '/auth/me',
    ])
      expect(await (await b.send('GET', path)).text()).not.toContain(SECRET)
  })

  it('cannot be reached by spelling its address in another way', async () => {
    for (const path of [
      `/websets/${ids['/websets']}/`,
      `//websets/${ids['/websets']}`,
      `/websets/${ids['/websets']};x`,
      `/WEBSETS/${ids['/websets']}`,
      `/auth/../websets/${ids['/websets']}`,
      `/%77ebsets/${ids['/websets']}`,
    ]) {
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'PATCH']) {
        const response = await fetch(api.origin + API_PREFIX + path, {
          method,
          headers: { 'x-http-method-override': 'GET', 'x-forwarded-for': '127.0.0.1' },
        })
        expect([401, 404, 405]).toContain(response.status)
        expect(await response.text()).not.toContain(SECRET)
      }
    }
  })
})
