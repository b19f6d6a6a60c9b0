import * as contracts from '@enrichify/contracts'
import addFormats from 'ajv-formats'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { buildOpenApi, listEndpoints } from './openapi.ts'
import { demandedBy } from './openapi/access.ts'
import { DESCRIPTIONS } from './openapi/descriptions.ts'
import { EXAMPLES } from './openapi/examples.ts'
import { OPERATIONS, type OperationName } from './openapi/operations.ts'
import { PARAMETERS } from './openapi/parameters.ts'

const document = buildOpenApi()
type Json = any // any: a document is looked into by path
const operations = new Map<string, { method: string; path: string; operation: Json }>()
for (const [path, methods] of Object.entries(document.paths))
  for (const [method, operation] of Object.entries(methods))
    operations.set(operation.operationId as string, { method, path, operation })

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(document, 'document')

/** Every object in the document. */
function* nodes(value: unknown): Generator<Json> {
  if (typeof value !== 'object' || value === null) return
  yield value
  for (const part of Object.values(value)) yield* nodes(part)
}
const resolve = (ref: string): unknown =>
  ref
    .slice(2)
    .split('/')
    .reduce<Json>((at, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document)
/** A schema, or the one that it refers to. */
const whole = (schema: Json): Json => (schema?.$ref ? (resolve(schema.$ref) as Json) : (schema ?? {}))

describe('the document of the API', () => {
  it('has every route of the contract once, and the routes of health', () => {
    const names = Object.keys(OPERATIONS)
    expect(names).toHaveLength(listEndpoints().length)
    expect([...operations.keys()].toSorted()).toEqual([...names, 'getHealth', 'getReady', 'getMetrics'].toSorted())
  })

  it('holds no reference that leads nowhere, and no component that nothing refers to', () => {
    const refs = new Set([...nodes(document)].map((node) => node.$ref).filter((ref) => typeof ref === 'string'))
    expect(refs.size).toBeGreaterThan(60)
    for (const ref of refs) expect([ref, resolve(ref)]).toEqual([ref, expect.any(Object)])
    for (const kind of ['schemas', 'responses', 'parameters', 'headers', 'examples'] as const)
      for (const name of Object.keys(document.components[kind]!)) expect(refs).toContain(`#/components/${kind}/${name}`)
  })

  it('names what is sent in another shape than it comes back apart', () => {
    const schemas = document.components.schemas as Json
    const answer = (name: string) => schemas[name].oneOf[0]
    expect(answer('Enrichment').required).toContain('stop')
    expect(answer('EnrichmentInput').required).toEqual(['method', 'question', 'rungs'])
    expect(Object.keys(schemas).filter((name) => name.endsWith('Input'))).toEqual([
      'ColumnBodyInput',
      'ColumnChangeInput',
      'EnrichmentInput',
      'RunScopeInput',
      'RungInput',
      'ViewRowsInput',
    ])
  })

  it('says nothing of components, members and parameters that there are not', () => {
    for (const [name, { about: _about, ...members }] of Object.entries(DESCRIPTIONS)) {
      const schema = document.components.schemas![name] as Json
      expect([name, schema]).toEqual([name, expect.any(Object)])
      for (const member of Object.keys(members)) expect(Object.keys(schema.properties)).toContain(member)
    }
    for (const key of Object.keys(PARAMETERS)) {
      const [name, member] = key.split('.') as [string, string]
      const names = operations.get(name)?.operation.parameters.map((parameter: Json) => parameter.name)
      expect([key, names]).toEqual([key, expect.arrayContaining([member])])
    }
  })
})

const endpoints = Object.entries(contracts as Record<string, unknown>).filter(
  (entry): entry is [OperationName, contracts.Endpoint] => entry[0] in OPERATIONS,
)

describe.each(endpoints)('%s', (name, endpoint) => {
  const { method, path, operation } = operations.get(name)!
  const { access } = OPERATIONS[name]
  const statuses = Object.keys(operation.responses)
  const parameters: Json[] = operation.parameters.map((parameter: Json) =>
    parameter.$ref ? resolve(parameter.$ref) : parameter,
  )

  it('is where the contract says, with what it takes', () => {
    expect([method.toUpperCase(), path.replace(/\{(\w+)\}/g, ':$1')]).toEqual([
      endpoint.method,
      contracts.API_PREFIX + endpoint.path,
    ])
    expect([operation.summary, document.tags.map((tag) => tag.name)]).toEqual([
      endpoint.summary,
      expect.arrayContaining(operation.tags),
    ])
    expect(parameters.filter((part) => part.in === 'path').map((part) => part.name)).toEqual(
      [...endpoint.path.matchAll(/:(\w+)/g)].map(([, part]) => part),
    )
    for (const part of ['query', 'body'] as const) {
      const shape = Object.keys((endpoint[part] as { shape?: object }).shape ?? {})
      const described =
        part === 'query'
          ? parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name)
          : Object.keys(whole(operation.requestBody?.content['application/json']?.schema).properties ?? {})
      expect(described).toEqual(shape)
    }
  })

  it('says who may call it, and how it refuses', () => {
    const { signIn, permission } = demandedBy(access)
    expect(operation.security.length > 0).toBe(access !== 'public')
    expect(statuses).toEqual(expect.arrayContaining([String(endpoint.status), '429', 'default']))
    if (signIn) expect(statuses).toContain('401')
    if (permission) expect(statuses).toContain('403')
    if (parameters.some((part) => part.in !== 'header') || operation.requestBody) expect(statuses).toContain('400')
    if (endpoint.path.includes(':') && access !== 'public') expect(statuses).toContain('404')
    const takesKey = parameters.some((part) => part.name === 'Idempotency-Key')
    expect(takesKey).toBe(endpoint.method !== 'GET' && !endpoint.path.startsWith('/auth/'))
    if (takesKey) expect(statuses).toEqual(expect.arrayContaining(['409', '422']))
    for (const status of statuses) {
      if (status === String(endpoint.status)) continue
      const response = operation.responses[status]
      const { content, headers, description } = response.$ref ? (resolve(response.$ref) as Json) : response
      expect(Object.keys(content)).toEqual(['application/problem+json'])
      expect(Object.keys(headers)).toEqual(status === '429' ? ['X-Request-Id', 'Retry-After'] : ['X-Request-Id'])
      expect(description).toMatch(/`[a-z_]+`/)
    }
  })

  it('has examples that hold', () => {
    const { body, answer } = EXAMPLES[name] ?? {}
    if (body) expect(endpoint.body.safeParse(body).error).toBeUndefined()
    if (!answer) return
    const place = `${path.replaceAll('/', '~1')}/${method}/responses/${endpoint.status}`
    const pointer = `document#/paths/${place}/content/application~1json/schema`
    const validate = ajv.compile({ $ref: encodeURI(pointer) })
    validate(answer)
    expect(validate.errors).toBeNull()
  })
})

it('uploads are forms, and a download is a file', () => {
  const form = (name: string) => operations.get(name)!.operation.requestBody.content['multipart/form-data'].schema
  expect(Object.keys(form('startImport').properties)).toEqual(['file', 'uploadId', 'options'])
  expect(form('uploadArchive')).toMatchObject({ required: ['file'], properties: { file: { format: 'binary' } } })
  const { content, headers } = operations.get('downloadExport')!.operation.responses[200]
  expect(Object.keys(headers)).toContain('Content-Disposition')
  expect(content['text/csv']).toEqual({ schema: { type: 'string', format: 'binary' } })
})
