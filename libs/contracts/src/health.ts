import { z } from 'zod'

const part = z.object({
  status: z.enum(['up', 'down', 'not configured']),
  latencyMs: z.number().nullable(),
  optional: z.boolean(),
  message: z.string().optional(),
})
/** `GET /health`: 503 when a required part is down; `degraded` with 200 when an optional part is down. */
export const health = z
  .object({
    status: z.enum(['ok', 'degraded', 'down']),
    version: z.string(),
    parts: z.object({ postgres: part, redis: part, queue: part, worker: part, storage: part, browser: part }),
  })
  .meta({ id: 'Health' })
export type Health = z.output<typeof health>
export const HEALTH_PATHS = { health: '/health', ready: '/ready', metrics: '/metrics' } as const
