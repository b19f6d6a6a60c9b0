import * as contracts from '@enrichify/contracts'
import type { Endpoint } from '@enrichify/contracts'
import { takesIdempotencyKey } from './idempotent-routes.ts'
import { accessInWords, SECURITY_SCHEMES, securityOf } from './openapi/access.ts'
import { requestBodyOf, successOf } from './openapi/bodies.ts'
import { errorResponses, sharedErrors } from './openapi/errors.ts'
import { EXAMPLES } from './openapi/examples.ts'
import { healthPaths } from './openapi/health-paths.ts'
import { OPERATIONS, type Operation, type OperationName } from './openapi/operations.ts'
import { IDEMPOTENCY_KEY, parametersOf } from './openapi/parameters.ts'
import { describeSchemas, type DocumentSchemas, type Schema } from './openapi/schemas.ts'
import { TAGS } from './openapi/tags.ts'

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'response' in value
}

function namedEndpoints(): [OperationName, Endpoint][] {
  return Object.entries(contracts as Record<string, unknown>).filter((entry): entry is [OperationName, Endpoint] =>
    isEndpoint(entry[1]),
  )
}

/** Every row of the contract; the document and the tests of all routes are made from this. */
export function listEndpoints(): Endpoint[] {
  return namedEndpoints().map(([, endpoint]) => endpoint)
}

export interface OpenApiDocument {
  openapi: string
  info: Schema
  servers: Schema[]
  tags: Schema[]
  security: Schema[]
  paths: Record<string, Record<string, Schema>>
  components: Record<string, Record<string, Schema>>
}

/** OpenAPI 3.1 from the table of endpoints: it cannot differ from what the server checks. */
export function buildOpenApi(): OpenApiDocument {
  const endpoints = namedEndpoints()
  const schemas = describeSchemas(
    endpoints.flatMap(([, { params, query, body, response }]) => [params, query, body, response]),
  )
  const paths: OpenApiDocument['paths'] = {}
  for (const [name, endpoint] of endpoints) {
    const path = (contracts.API_PREFIX + endpoint.path).replace(/:(\w+)/g, '{$1}')
    paths[path] = {
      ...paths[path],
      [endpoint.method.toLowerCase()]: describeOperation(name, endpoint, OPERATIONS[name], schemas),
    }
  }
  const shared = sharedErrors(schemas)
  return {
    openapi: '3.1.1',
    info: {
      title: 'Enrichify',
      version: '0.1.0',
      summary: 'A lead spreadsheet you can audit.',
      description:
        'Every value is quoted, every cent is accounted for, every change is reversible. ' +
        'Errors are problem details (RFC 9457): `code` is stable, `detail` says what to do.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The server that this document comes from' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    security: securityOf('principal'),
    paths: { ...paths, ...healthPaths(schemas) },
    components: {
      schemas: schemas.components(),
      ...shared,
      parameters: { IdempotencyKey: IDEMPOTENCY_KEY },
      headers: HEADERS,
      securitySchemes: SECURITY_SCHEMES,
    },
  }
}

function describeOperation(
  name: OperationName,
  endpoint: Endpoint,
  operation: Operation,
  schemas: DocumentSchemas,
): Schema {
  const parameters = parametersOf(name, endpoint, schemas)
  const requestBody = requestBodyOf(name, endpoint, schemas, EXAMPLES[name]?.body)
  const takesKey = takesIdempotencyKey(endpoint.method, endpoint.path)
  const shape = { hasInput: parameters.length > 0 || requestBody !== null, hasBody: requestBody !== null, takesKey }
  const description = [operation.description, accessInWords(operation.access)].filter(Boolean).join('\n\n')
  return {
    operationId: name,
    summary: endpoint.summary,
    ...(description ? { description } : {}),
    tags: [operation.tag],
    security: securityOf(operation.access),
    parameters: [...parameters, ...(takesKey ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : [])],
    ...(requestBody ? { requestBody } : {}),
    responses: {
      [endpoint.status]: successOf(name, endpoint, schemas, EXAMPLES[name]?.answer),
      ...errorResponses(operation, shape),
    },
  }
}

const HEADERS = {
  RequestId: {
    description: 'Names this request in the server’s log.',
    schema: { type: 'string', format: 'uuid' },
  },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } },
  IdempotencyReplayed: {
    description: '`true` when this is the answer of an earlier request with the same key.',
    schema: { type: 'string', const: 'true' },
  },
  RefreshCookie: {
    description: 'The refresh token: HTTP-only, for `/api/v1/auth` alone.',
    schema: { type: 'string' },
  },
}
