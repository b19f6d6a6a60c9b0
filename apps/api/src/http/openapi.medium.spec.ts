import { randomUUID } from 'node:crypto'
import * as contracts from '@enrichify/contracts'
import { API_PREFIX, type Endpoint } from '@enrichify/contracts'
import { may } from '@enrichify/domain'
import addFormats from 'ajv-formats'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closed } from '../testing/closed-document.ts'
import { TestApi, type Visitor } from '../testing/open-test-api.ts'
import { bodies, queries } from '../testing/valid-requests.ts'
import { buildOpenApi } from './openapi.ts'
import { demandedBy } from './openapi/access.ts'
import { EXAMPLES } from './openapi/examples.ts'
import { OPERATIONS, type OperationName } from './openapi/operations.ts'

const JSON_SCHEMA = 'content/application~1json/schema'
type Json = any // any: documents and answers are looked into by path

const document = closed(buildOpenApi()) as Json
const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }))
ajv.addSchema(document, 'document')
const endpoints = Object.entries(contracts as Record<string, unknown>).filter(
  (entry): entry is [OperationName, Endpoint] => entry[0] in OPERATIONS,
)

const endpointOf = (name: OperationName): Endpoint => (contracts as unknown as Record<OperationName, Endpoint>)[name]
const addressOf = (path: string, params: Record<string, unknown>): string =>
  API_PREFIX + path.replace(/:(\w+)/g, (_, key: string) => String(params[key]))
const bearer = (visitor: Visitor) => ({ authorization: `Bearer ${visitor.session.accessToken}` })
const isForm = (name: OperationName): boolean => ['startImport', 'startNewImport', 'uploadArchive'].includes(name)

/** Checks an answer against what the document says of this operation, and gives back its body. */
async function check(name: OperationName, response: Response): Promise<Json> {
  const { method, path } = endpointOf(name)
  const address = (API_PREFIX + path).replace(/:(\w+)/g, '{$1}')
  const { responses } = document.paths[address][method.toLowerCase()]
  const status = response.status in responses ? String(response.status) : 'default'
  const shared = responses[status].$ref as string | undefined
  const place = shared ?? `#/paths/${address.replaceAll('/', '~1')}/${method.toLowerCase()}/responses/${status}`
  const described = shared ? document.components.responses[shared.split('/').at(-1)!] : responses[status]
  const type = response.headers.get('content-type')!.split(';')[0]!
  expect([name, response.status, Object.keys(described.content)]).toEqual([
    name,
    response.status,
    expect.arrayContaining([type]),
  ])
  const text = await response.text()
  if (!type.endsWith('json')) return text
  const body: Json = JSON.parse(text)
  const validate = ajv.compile({ $ref: encodeURI(`document${place}/content/${type.replaceAll('/', '~1')}/schema`) })
  validate(body)
  expect([name, response.status, validate.errors]).toEqual([name, response.status, null])
  if (response.status >= 400)
    expect([name, described.description]).toEqual([name, expect.stringContaining(`\`${body.code}\``)])
  return body
}

let api: TestApi
let who: Visitor
let viewer: Visitor
interface Call {
  params?: Record<string, unknown>
  query?: string
  body?: unknown
}
/** A request that succeeds, with an answer that is checked. */
async function call(name: OperationName, { params = {}, query = '', body }: Call = {}): Promise<Json> {
  const response = await send(name, who, params, query, body)
  const answer = await check(name, response)
  expect([name, response.status, answer.code]).toEqual([name, endpointOf(name).status, undefined])
  return answer
}

function send(
  name: OperationName,
  as: Visitor,
  params: Record<string, unknown>,
  query = '',
  body?: unknown,
): Promise<Response> {
  const { method, path } = endpointOf(name)
  return as.send(method, addressOf(path, params).slice(API_PREFIX.length) + query, body)
}

beforeAll(async () => {
  api = await TestApi.open()
  who = await api.visitor()
  viewer = await api.visitor('viewer', who)
})
afterAll(() => api.close())

it('the server serves this document', async () => {
  const served = await (await fetch(`${api.origin}/api/docs-json`)).json()
  expect(served).toEqual(JSON.parse(JSON.stringify(buildOpenApi())))
})

describe('answers are as the document says', () => {
  it('of sheets, columns, rows and cells', async () => {
    const { id } = await call('createWebset', {
      body: { name: 'Documented', paste: 'name,site\nAcme,acme.com\nRye,rye.org' },
    })
    await call('listWebsets')
    await call('getWebset', { params: { id } })
    await call('updateWebset', { params: { id }, body: { name: 'Described' } })
    const column = await call('addColumn', { params: { id }, body: { fact: 'phone' } })
    const plain = await call('addColumn', { params: { id }, body: { name: 'Note' } })
    await call('updateColumn', { params: { id, columnId: plain.id }, body: { width: 300 } })
    const rows = await call('listRows', { params: { id }, query: '?limit=1&sort=c1:asc' })
    expect(rows.rows).toHaveLength(1)
    const filter = encodeURIComponent(JSON.stringify([{ column: 'c1', op: 'contains', value: 'a' }]))
    await call('listRows', { params: { id }, query: `?filter=${filter}&cursor=${rows.nextCursor ?? ''}` })
    await call('addRows', { params: { id }, body: { rows: [{ c1: 'Optik' }] } })
    await call('editCells', {
      params: { id },
      body: {
        edits: [
          { rowId: 1, columnId: 'c1', text: 'Acme Ltd' },
          { rowId: 1, columnId: column.id, text: '+44 20 7946 0123' },
        ],
      },
    })
    const cell = await call('getCell', { params: { id, rowId: 1, columnId: column.id } })
    expect(cell.history).toHaveLength(1)
    await call('deleteRows', { params: { id }, body: { rowIds: [2] } })
    await call('deleteColumn', { params: { id, columnId: plain.id } })
    expect((await call('listTrash', { params: { id } })).rows).toHaveLength(1)
    await call('restoreRows', { params: { id }, body: { rowIds: [2] } })
    await call('restoreColumn', { params: { id, columnId: plain.id } })
    expect((await call('undo', { params: { id } })).undone).toEqual(expect.any(String))
    const command = { commandId: randomUUID(), clientId: 'page', kind: 'rows.add', payload: { rows: [{ c1: 'Rye' }] } }
    const { actionId } = await call('runCommand', { params: { id }, body: command })
    expect((await call('undoAction', { params: { id, actionId }, body: { clientId: 'page' } })).actionId).toBe(actionId)
    expect((await call('redoAction', { params: { id, actionId }, body: {} })).actionId).toBe(actionId)
    expect((await call('listActions', { params: { id } })).actions[0]).toMatchObject({ id: actionId, isUndone: false })
    expect((await call('listChanges', { params: { id }, query: '?after=0' })).changed).toHaveLength(1)
    await call('setColumnTests', {
      params: { id, columnId: column.id },
      body: { rows: [{ rowId: 1, expected: '+44 20 7946 0123' }] },
    })
    await call('getColumnTests', { params: { id, columnId: column.id } })
    const trial = await call('startTrial', {
      params: { id, columnId: column.id },
      body: { kind: 'test', plans: [null] },
    })
    await call('getTrial', { params: { id: trial.id } })
    await call('cancelTrial', { params: { id: trial.id } })
  })

  it('of runs, imports, exports, chats', async () => {
    const { id } = await call('createWebset', { body: { name: 'Runs', paste: 'acme.com' } })
    const column = await call('addColumn', { params: { id }, body: { fact: 'email' } })
    await call('estimateRun', { params: { id }, body: {} })
    await call('getNextStep', { params: { id, columnId: column.id } })
    const run = await call('startRun', { params: { id }, body: { scope: { kind: 'first', count: 1 } } })
    for (const name of ['getRun', 'getRunReport', 'pauseRun', 'resumeRun', 'cancelRun'] as const)
      await call(name, { params: { id: run.id } })
    expect((await call('listRuns', { params: { id } })).runs).toHaveLength(1)

    const imported = await check('startImport', await api.upload(who, `/websets/${id}/import`, 'name\nAcme'))
    await call('getImport', { params: { id: imported.id } })
    const preview = await api.upload(who, `/websets/${id}/import?preview=true`, 'name;year\nAcme;1999', {
      options: JSON.stringify({ delimiter: ';' }),
    })
    expect((await check('startImport', preview)).sample).toHaveLength(1)
    const fresh = await api.upload(who, '/imports?preview=true', 'name\nAcme')
    expect((await check('startNewImport', fresh)).sample).toHaveLength(1)
    await call('cancelImport', { params: { id: imported.id } })
    const job = await call('startExport', { params: { id }, body: { format: 'csv' } })
    await call('getExport', { params: { id: job.id } })
    expect((await call('listExports', { params: { id } })).exports).toHaveLength(1)
    await call('getArchive', { params: { id } })
    await call('detachArchive', { params: { id } })
    await call('searchPages', { query: '?query=bread' })

    const chat = await call('createChat', { params: { id } })
    const { answerId } = await call('askChat', { params: { id: chat.id }, body: { text: 'How many rows?' } })
    await call('getChat', { params: { id: chat.id } })
    await call('cancelChatMessage', { params: { id: answerId } })
    await call('listChats', { params: { id } })
    await call('deleteChat', { params: { id: chat.id } })
    await call('deleteWebset', { params: { id } })
    await call('restoreWebset', { params: { id } })
  })

  it('of the workspace, services and money', async () => {
    await call('getMe')
    await call('authStatus')
    await call('listMembers')
    const { invitation } = await call('invite', { body: { role: 'editor' } })
    await call('revokeInvitation', { params: { id: invitation.id } })
    const { apiToken } = await call('createToken', { body: { name: 'CI', scopes: ['read'], expiresInDays: 1 } })
    expect((await call('listTokens')).tokens).toHaveLength(1)
    await call('revokeToken', { params: { id: apiToken.id } })
    expect((await call('listProviders')).providers.length).toBeGreaterThan(10)
    const { id } = await call('addConnection', { body: { providerId: 'gleif' } })
    await call('updateConnection', { params: { id }, body: { enabled: false } })
    await call('orderConnections', { body: { ids: [id] } })
    for (const name of ['listConnections', 'listModels', 'listCalls', 'listBudgets', 'getSpending'] as const)
      await call(name)
    await call('setBudget', { body: { kind: 'workspace_month', limitMicros: 5_000_000 } })
    await call('decideAllCalls', { body: { outcome: 'charged' } })
    await call('deleteConnection', { params: { id } })
  })

  it('of health', async () => {
    for (const path of ['/health', '/ready']) {
      const response = await fetch(api.origin + path)
      const place = `document#/paths/~1${path.slice(1)}/get/responses/${response.status}/${JSON_SCHEMA}`
      const validate = ajv.compile({ $ref: place })
      validate(await response.json())
      expect(validate.errors).toBeNull()
    }
  })
})

describe('refusals are as the document says', () => {
  const ids: Record<string, unknown> = {
    id: randomUUID(),
    actionId: randomUUID(),
    columnId: 'c1',
    rowId: 1,
    userId: randomUUID(),
  }
  const signedIn = endpoints.filter(([name]) => demandedBy(OPERATIONS[name].access).signIn)

  it.each(signedIn)('%s without a sign-in', async (name, { method, path }) => {
    const answer = await check(name, await fetch(api.origin + addressOf(path, ids), { method }))
    expect(answer).toMatchObject({ status: 401, code: 'unauthenticated' })
  })

  it.each(signedIn.filter(([, { path }]) => path.includes(':id')))(
    '%s with an id that is none',
    async (name, { method, path }) => {
      const answer = await check(
        name,
        await fetch(api.origin + addressOf(path, { ...ids, id: 'none' }), { method, headers: bearer(who) }),
      )
      expect(answer.status).toBe(400)
    },
  )

  const attempt = async (name: OperationName, { method, path }: Endpoint, as: Visitor): Promise<Response> =>
    isForm(name)
      ? api.upload(as, addressOf(path, ids).slice(API_PREFIX.length), 'name\nx')
      : send(name, as, ids, queries[name], method === 'GET' ? undefined : (bodies[name] ?? EXAMPLES[name]?.body ?? {}))

  it.each(signedIn.filter(([, { path }]) => /:(?:id|userId)/.test(path)))(
    '%s of what there is not',
    async (name, endpoint) => {
      const answer = await check(name, await attempt(name, endpoint, who))
      expect([answer.status, answer.code]).toEqual([404, expect.stringMatching(/_not_found$/)])
    },
  )

  // What a connection demands depends on whose it is; its own tests look into that.
  const permitted = signedIn.filter(
    ([name]) => demandedBy(OPERATIONS[name].access).permission && !/Connections?$/.test(name),
  )
  it.each(permitted)('%s by a viewer', async (name, endpoint) => {
    const { permission } = demandedBy(OPERATIONS[name].access)
    const response = await attempt(name, endpoint, viewer)
    const { status, details } = await check(name, response).then((body) => ({ ...body, status: response.status }))
    if (may('viewer', permission!)) expect(status).not.toBe(403)
    else expect([status, details]).toEqual([403, { permission }])
  })

  it('of sign-ins', async () => {
    const post = (path: string, body: object, headers = {}) =>
      fetch(`${api.origin}${API_PREFIX}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
    const person = { email: 'stranger@example.com', password: 'a long enough password', name: 'Stranger' }
    expect(await check('login', await post('/auth/login', person))).toMatchObject({ code: 'wrong_credentials' })
    expect(await check('register', await post('/auth/register', person))).toMatchObject({ code: 'invitation_needed' })
    const signedIn = await post('/auth/link', { token: 'x' })
    expect(await check('loginWithLink', signedIn)).toMatchObject({ code: 'link_invalid' })
    expect(await check('refresh', await post('/auth/refresh', {}))).toMatchObject({ code: 'session_over' })
    const loggedOut = await post('/auth/logout', {}, { origin: 'https://evil.example' })
    expect(await check('logout', loggedOut)).toMatchObject({ code: 'foreign_origin' })
    const link = `export/${randomUUID()}/download?workspace=${randomUUID()}&expires=1&signature=x`
    const download = await fetch(`${api.origin}${API_PREFIX}/${link}`)
    expect(await check('downloadExport', download)).toMatchObject({ code: 'link_invalid' })
  })
})
