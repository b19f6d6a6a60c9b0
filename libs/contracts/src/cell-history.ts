import { AGENT_ROLES, CELL_STATES, EMPTY_REASONS, TRACE_KINDS, TRACE_OUTCOMES } from '@enrichify/domain'
import { z } from 'zod'
import { cellValue } from './cell-values.ts'
import { instant } from './fields.ts'

export const evidence = z
  .object({
    id: z.uuid(),
    captureId: z.uuid(),
    url: z.string(),
    value: z.unknown(),
    quote: z.string(),
    start: z.number().int(),
    end: z.number().int(),
    /** The typed rule by which the value follows from the quote. */
    rule: z.string(),
    fetchedAt: instant,
    textHash: z.string(),
    textVersion: z.number().int(),
  })
  .meta({ id: 'Evidence' })
export type Evidence = z.output<typeof evidence>
export const candidate = z.object({
  value: z.unknown(),
  state: z.enum(['verified', 'cited']),
  /** The rung and place that it comes from, such as `structured:json-ld`. */
  source: z.string().nullable().default(null),
  reason: z.string().nullable(),
  pages: z.number().int(),
  evidence: evidence.nullable(),
})
export type CandidateJson = z.output<typeof candidate>
const agentStep = z.object({
  role: z.enum(AGENT_ROLES),
  worker: z.number().int(),
  action: z.enum(['plan', 'search', 'read', 'answer', 'verify', 'stop']),
  detail: z.string(),
  captureId: z.uuid().nullable(),
  costMicros: z.number().int(),
})

/** One step on a cell’s way to its value. */
export const traceStep = z
  .object({
    kind: z.enum(TRACE_KINDS),
    outcome: z.enum(TRACE_OUTCOMES),
    note: z.string().nullable(),
    by: z.string().nullable(),
    source: z.enum(['paid', 'cache', 'earlier']).nullable(),
    costMicros: z.number().int(),
    tokens: z.object({ input: z.number().int(), output: z.number().int() }).nullable(),
    passages: z.array(
      z.object({ captureId: z.uuid(), url: z.string(), start: z.number().int(), end: z.number().int() }),
    ),
    quoteFound: z.boolean().nullable(),
    steps: z.array(agentStep),
  })
  .meta({ id: 'TraceStep' })
export type TraceStepJson = z.output<typeof traceStep>
export const change = z
  .object({
    id: z.number().int(),
    at: instant,
    actor: z.object({
      kind: z.enum(['person', 'token', 'run', 'system']),
      name: z.string(),
      runId: z.uuid().nullable(),
    }),
    before: cellValue,
    after: cellValue,
    beforeState: z.enum(CELL_STATES).nullable(),
    afterState: z.enum(CELL_STATES).nullable(),
    empty: z.enum(EMPTY_REASONS).nullable(),
    costMicros: z.number().int(),
  })
  .meta({ id: 'Change' })
export type ChangeJson = z.output<typeof change>
