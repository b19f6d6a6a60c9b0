import * as contracts from '@enrichify/contracts'
import type { Endpoint } from '@enrichify/contracts'
import type { OpenAPIObject } from '@nestjs/swagger'
import { z } from 'zod'

type Schema = Record<string, unknown>

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'response' in value
}

/** Every row of the contract; the document and the tests of all routes are made from this. */
export function listEndpoints(): Endpoint[] {
  return Object.values(contracts as Record<string, unknown>).filter(isEndpoint)
}

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Schema => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'openapi-3.0' })
  return rest
}

/** OpenAPI 3.0 from the table of endpoints: it cannot differ from what the server checks. */
export function buildOpenApi(): OpenAPIObject {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const endpoint of listEndpoints()) {
    const path = (contracts.API_PREFIX + endpoint.path).replace(/:(\w+)/g, '{$1}')
    const parameters = (['params', 'query'] as const).flatMap((part) => {
      const schema = schemaOf(endpoint[part], 'input') as { properties?: Record<string, Schema>; required?: string[] }
      return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
        name,
        in: part === 'params' ? 'path' : 'query',
        required: part === 'params' || (schema.required ?? []).includes(name),
        schema: property,
      }))
    })
    const body = schemaOf(endpoint.body, 'input') as { properties?: Schema }
    const hasBody = Object.keys(body.properties ?? {}).length > 0
    paths[path] = {
      ...paths[path],
      [endpoint.method.toLowerCase()]: {
        summary: endpoint.summary,
        tags: [endpoint.path.split('/')[1]],
        parameters: [
          ...parameters,
          ...(endpoint.method === 'GET'
            ? []
            : [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' } }]),
        ],
        ...(hasBody ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } } : {}),
        responses: {
          [endpoint.status]: {
            description: 'Done',
            content: { 'application/json': { schema: schemaOf(endpoint.response, 'output') } },
          },
          default: {
            description: 'A problem (RFC 9457)',
            content: { 'application/problem+json': { schema: schemaOf(contracts.problem, 'output') } },
          },
        },
        security: [{ bearer: [] }],
      },
    }
  }
  return {
    openapi: '3.0.0',
    info: {
      title: 'Enrichify',
      version: '0.1.0',
      description:
        'A lead spreadsheet you can audit: every value quoted, every cent accounted, every change reversible.',
    },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An access token, or an API token (enr_…)' },
      },
    },
    paths: paths as OpenAPIObject['paths'],
  }
}
