import { COLUMN_KINDS, DATA_FACTS, FACT_KINDS, RUNG_KINDS, STOP_RULES } from '@enrichify/domain'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { title, columnParams, websetParams } from './fields.ts'

/** A model of a connection. */
export const columnModel = z.object({ connectionId: z.uuid(), model: z.string().min(1).max(200) })
export const rung = z.object({
  kind: z.enum(RUNG_KINDS),
  enabled: z.boolean(),
  model: columnModel.nullable().default(null),
  maxMicros: z.number().int().min(1).nullable().default(null),
  maxPages: z.number().int().min(1).max(50).nullable().default(null),
  maxSteps: z.number().int().min(1).max(30).nullable().default(null),
})
const rungs = z.array(rung).min(1).max(12)
const formula = z.string().trim().min(1).max(4000)
const condition = formula.nullable().default(null)
const criterion = z.object({
  name: title,
  question: z.string().trim().min(3).max(500),
  weight: z.number().int().min(1).max(100),
})
const request = z.object({
  verb: z.enum(['GET', 'POST']),
  url: z.string().trim().min(1).max(2000),
  headers: z.record(z.string().max(100), z.string().max(1000)).default({}),
  body: z.string().max(20_000).default(''),
  path: z.string().max(200).default(''),
  /** A POST whose answer was lost: `again` sends it once more. Left out: it waits for a decision. */
  resend: z.enum(['never', 'again']).optional(),
})

/**
 * How a column gets its values. Texts name other columns in braces: `{c2}` in answers; `{Company}` or `{c2}` in
 * requests.
 */
export const enrichment = z.discriminatedUnion('method', [
  z.object({
    method: z.literal('answer'),
    question: z.string().trim().min(3).max(500),
    fact: z.enum(FACT_KINDS).nullable().default(null),
    dataFact: z.enum(DATA_FACTS).nullable().default(null),
    rungs,
    stop: z.enum(STOP_RULES).default('verified'),
    examples: z.boolean().default(true),
    condition,
  }),
  z.object({ method: z.literal('score'), criteria: z.array(criterion).min(1).max(12), rungs, condition }),
  z.object({ method: z.literal('formula'), formula, condition }),
  z.object({ method: z.literal('merge'), columns: z.array(z.string().max(20)).min(1).max(20), condition }),
  z.object({ method: z.literal('http'), request, condition }),
])
export type EnrichmentJson = z.output<typeof enrichment>
export const column = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(COLUMN_KINDS),
    position: z.number().int(),
    width: z.number().int(),
    settings: z.object({ region: z.string().optional(), options: z.array(z.string()).optional() }),
    /** Null: a plain column that people and imports fill. */
    enrichment: enrichment.nullable(),
  })
  .meta({ id: 'Column' })
export type Column = z.output<typeof column>

export const columnBody = z.object({
  name: title.optional(),
  kind: z.enum(COLUMN_KINDS).optional(),
  settings: column.shape.settings.optional(),
  /** Either a ready fact, or a question in words. A column with neither is plain. */
  fact: z.enum(FACT_KINDS).optional(),
  question: z.string().trim().min(3).max(500).optional(),
  /** Which model answers the question. When left out: the workspace’s first model. */
  model: columnModel.nullable().optional(),
  /** The whole plan, instead of a fact or a question. */
  plan: enrichment.optional(),
})

export const addColumn = endpoint({
  method: 'POST',
  path: '/websets/:id/columns',
  summary: 'Add a plain or an enrichment column',
  params: websetParams,
  body: columnBody,
  response: column,
})

/** What a retype cannot convert stays as it is. `position` counts from 0. */
export const columnChange = z.object({
  name: title.optional(),
  width: z.number().int().min(40).max(1200).optional(),
  position: z.number().int().min(0).optional(),
  kind: z.enum(COLUMN_KINDS).optional(),
  settings: column.shape.settings.optional(),
  question: z.string().trim().min(3).max(500).optional(),
  model: columnModel.nullable().optional(),
  plan: enrichment.optional(),
})

export const updateColumn = endpoint({
  method: 'PATCH',
  path: '/websets/:id/columns/:columnId',
  summary: 'Rename, resize, move or retype; a retype converts the values that fit and keeps the others as they are',
  params: columnParams,
  body: columnChange,
  response: column,
})

export const deleteColumn = endpoint({
  method: 'DELETE',
  path: '/websets/:id/columns/:columnId',
  summary: 'Move a column to the trash',
  params: columnParams,
  response: z.object({}),
})

export const restoreColumn = endpoint({
  method: 'POST',
  path: '/websets/:id/columns/:columnId/restore',
  summary: 'Take a column out of the trash',
  params: columnParams,
  response: column,
  status: 200,
})
