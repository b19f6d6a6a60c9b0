import { health, HEALTH_PATHS } from '@enrichify/contracts'
import type { DocumentSchemas, Schema } from './schemas.ts'

const headers = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } }
const json = (description: string, schema: Schema): Schema => ({
  description,
  headers,
  content: { 'application/json': { schema } },
})
const ready: Schema = { type: 'object', properties: { ready: { type: 'boolean' } }, required: ['ready'] }
const unlimited: Schema = { default: { $ref: '#/components/responses/Problem' } }

/** What operations asks; these routes are outside of the API's prefix, and need no sign-in. */
export function healthPaths(schemas: DocumentSchemas): Record<string, Record<string, Schema>> {
  const parts = schemas.answer(health)
  const operation = (operationId: string, summary: string, responses: Record<string, Schema>): Schema => ({
    operationId,
    summary,
    tags: ['Operations'],
    security: [],
    responses: { ...responses, ...unlimited },
  })
  return {
    [HEALTH_PATHS.health]: {
      get: operation('getHealth', 'Each part with its state and latency; a signed-in manager is told more', {
        200: json('All that is required is up; `degraded` when an optional part is down.', parts),
        503: json('A required part is down.', parts),
      }),
    },
    [HEALTH_PATHS.ready]: {
      get: operation('getReady', 'Whether requests can be served', {
        200: json('Ready.', ready),
        503: json('Not ready.', ready),
      }),
    },
    [HEALTH_PATHS.metrics]: {
      get: operation('getMetrics', 'Metrics in Prometheus form', {
        200: { description: 'Metrics.', headers, content: { 'text/plain': { schema: { type: 'string' } } } },
      }),
    },
  }
}
