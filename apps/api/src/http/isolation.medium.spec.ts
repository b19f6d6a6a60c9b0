import { API_PREFIX } from '@enrichify/contracts'
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
let ids: Record<string, string>
beforeAll(async () => {
  api = await TestApi.open()
  a = await api.visitor()
  b = await api.visitor()
  const webset = await a.json('POST', '/websets', { name: SECRET, paste: `${SECRET}\nother` })
  const column = await a.json('POST', `/websets/${webset.id}/columns`, { fact: 'phone' })
  const run = await a.json('POST', `/websets/${webset.id}/enrich`, {})
  const job = await a.json('POST', `/export/websets/${webset.id}`, { format: 'csv' })
  const imported = (await (await api.upload(a, `/websets/${webset.id}/import`, `name\n${SECRET}`)).json()) as {
    id: string
  }
  const chat = await a.json('POST', `/websets/${webset.id}/chats`)
  const asked = await a.json('POST', `/chats/${chat.id}/messages`, { text: SECRET })
  ids = {
    chat: chat.id,
    message: asked.answerId,
    webset: webset.id,
    column: column.id,
    run: run.id,
    export: job.id,
    import: imported.id,
    user: a.me.user.id,
  }
})
afterAll(() => api.close())

/** The address of a route with the ids of workspace A in it. */
function addressOf(path: string): string {
  return path.replace(/:(\w+)/g, (_, name: string) => {
    if (name === 'columnId') return ids.column!
    if (name === 'rowId') return '1'
    if (name === 'userId') return ids.user!
    if (path.startsWith('/chats/messages')) return ids.message!
    if (path.startsWith('/chats')) return ids.chat!
    if (path.startsWith('/runs')) return ids.run!
    if (path.startsWith('/imports')) return ids.import!
    if (path.startsWith('/export/:id')) return ids.export!
    return ids.webset!
  })
}

const bodies: Record<string, unknown> = {
  'POST /websets/:id/columns': { name: 'x' },
  'POST /websets/:id/rows': { rows: [{ c1: 'x' }] },
  'DELETE /websets/:id/rows': { rowIds: [1] },
  'POST /websets/:id/rows/restore': { rowIds: [1] },
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
    expect(await a.json('GET', `/websets/${ids.webset}`)).toMatchObject({
      name: SECRET,
      columns: [{}, { name: 'Phone' }],
    })
    expect((await a.json('GET', `/websets/${ids.webset}/rows`)).rows[0].cells.c1).toBe(SECRET)
    for (const path of [
      '/websets',
      '/websets?trash=true',
      '/workspace/members',
      '/workspace/tokens',
      '/providers',
      '/auth/me',
    ])
      expect(await (await b.send('GET', path)).text()).not.toContain(SECRET)
  })

  it('cannot be reached by spelling its address in another way', async () => {
    for (const path of [
      `/websets/${ids.webset}/`,
      `//websets/${ids.webset}`,
      `/websets/${ids.webset};x`,
      `/WEBSETS/${ids.webset}`,
      `/auth/../websets/${ids.webset}`,
      `/%77ebsets/${ids.webset}`,
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
