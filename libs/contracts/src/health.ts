import { z } from 'zod'
import { instant } from './fields.ts'
import { providerKind } from './providers.ts'

const part = z.object({
  status: z.enum(['up', 'down', 'not configured', 'not tried']),
  latencyMs: z.number().nullable(),
  optional: z.boolean(),
  message: z.string().optional(),
})
const details = z.object({
  /** The last start of Chromium in any process. Null: not tried yet, or this installation uses none. */
  browser: z
    .object({ ok: z.boolean(), at: instant, version: z.string().nullable(), problem: z.string().nullable() })
    .nullable(),
  /** Each connected service of the workspace, and the person’s own; `at` is its last test or use. */
  connections: z.array(
    z.object({
      label: z.string(),
      kind: providerKind,
      enabled: z.boolean(),
      state: z.enum(['ok', 'failing', 'not tried']),
      at: instant.nullable(),
    }),
  ),
})
export type HealthDetails = z.output<typeof details>

/** `GET /health`: 503 when a required part is down; `degraded` with 200 when an optional part is down. */
export const health = z
  .object({
    status: z.enum(['ok', 'degraded', 'down']),
    version: z.string(),
    parts: z.object({
      postgres: part,
      redis: part,
      queue: part,
      worker: part,
      storage: part,
      disk: part,
      browser: part,
    }),
    /** For a signed-in manager only. */
    details: details.optional(),
  })
  .meta({ id: 'Health' })
export type Health = z.output<typeof health>
export const HEALTH_PATHS = { health: '/health', ready: '/ready', metrics: '/metrics' } as const
