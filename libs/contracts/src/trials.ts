import { CELL_STATES, EMPTY_REASONS } from '@enrichify/domain'
import { z } from 'zod'
import { traceStep } from './cell-history.ts'
import { cellValue } from './cell-values.ts'
import { enrichment } from './columns.ts'
import { endpoint } from './endpoint.ts'

const instant = z.iso.datetime()
const columnParams = z.object({ id: z.uuid(), columnId: z.string().max(20) })
const trialParams = z.object({ id: z.uuid() })
const micros = z.number().int().min(0).max(1_000_000_000_000)

export const TRIAL_STATES = ['queued', 'running', 'finished', 'cancelled', 'failed'] as const

/** A row with the right answer, given by a person. Columns are tested with such rows. */
export const goldRow = z
  .object({ rowId: z.number().int(), label: z.string(), expected: cellValue })
  .meta({ id: 'GoldRow' })
export type GoldRow = z.output<typeof goldRow>

const trialAnswer = z.object({
  value: cellValue,
  state: z.enum(CELL_STATES),
  empty: z.enum(EMPTY_REASONS).nullable(),
  quote: z.string().nullable(),
  url: z.string().nullable(),
  costMicros: z.number().int(),
  trace: z.array(traceStep),
  /** Against the expected value. Null: no value is expected. */
  right: z.boolean().nullable(),
})
export type TrialAnswer = z.output<typeof trialAnswer>

/**
 * One or two plans of a column, tried over the same stored pages of the same rows. Nothing is written into the sheet.
 */
export const trial = z
  .object({
    id: z.uuid(),
    websetId: z.uuid(),
    columnId: z.string(),
    /** `test`: one plan over the gold rows. `compare`: two plans side by side. `try`: one plan over a few rows. */
    kind: z.enum(['test', 'compare', 'try']),
    state: z.enum(TRIAL_STATES),
    /** In the order in which they were sent. `right` and `wrong` count rows with an expected value. */
    variants: z.array(
      z.object({
        plan: enrichment,
        verified: z.number().int(),
        cited: z.number().int(),
        asserted: z.number().int(),
        empty: z.number().int(),
        right: z.number().int(),
        wrong: z.number().int(),
        costMicros: z.number().int(),
        inputTokens: z.number().int(),
        outputTokens: z.number().int(),
      }),
    ),
    /** `answers` has one entry per variant once the row is done. `agree`: whether two variants say the same. */
    rows: z.array(
      z.object({
        rowId: z.number().int(),
        label: z.string(),
        expected: cellValue,
        answers: z.array(trialAnswer),
        agree: z.boolean().nullable(),
      }),
    ),
    rowsTotal: z.number().int(),
    budgetMicros: z.number().int().nullable(),
    costMicros: z.number().int(),
    message: z.string().nullable(),
    createdAt: instant,
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'Trial' })
export type Trial = z.output<typeof trial>

export const getColumnTests = endpoint({
  method: 'GET',
  path: '/websets/:id/columns/:columnId/tests',
  summary: 'The gold rows of a column, and how its plan did on them',
  params: columnParams,
  response: z.object({
    rows: z.array(goldRow),
    /**
     * The best result that the column ever had over its gold rows, and the result of its present plan. Null: not
     * tested.
     */
    best: z.object({ right: z.number().int(), of: z.number().int() }).nullable(),
    current: z.object({ right: z.number().int(), of: z.number().int(), trialId: z.uuid() }).nullable(),
  }),
})
export const setColumnTests = endpoint({
  method: 'POST',
  path: '/websets/:id/columns/:columnId/tests',
  summary: 'Say what a column must answer for some rows; null takes a row out',
  params: columnParams,
  body: z.object({
    rows: z
      .array(z.object({ rowId: z.number().int(), expected: z.union([cellValue, z.null()]) }))
      .min(1)
      .max(50),
  }),
  response: getColumnTests.response,
  status: 200,
})
export const startTrial = endpoint({
  method: 'POST',
  path: '/websets/:id/columns/:columnId/trials',
  summary:
    'Try one or two plans of a column without writing anything: over its gold rows, chosen rows or the first few',
  params: columnParams,
  body: z.object({
    kind: z.enum(['test', 'compare', 'try']),
    /** Null: the column’s present plan. */
    plans: z.array(enrichment.nullable()).min(1).max(2),
    /** When left out: the gold rows for `test`, else the first `count` rows. */
    rowIds: z.array(z.number().int()).min(1).max(200).optional(),
    count: z.number().int().min(1).max(200).default(5),
    budgetMicros: micros.nullable().default(null),
    /** False: missing pages are fetched first. Both plans see the same pages either way. */
    storedOnly: z.boolean().default(false),
  }),
  response: trial,
})
export const getTrial = endpoint({
  method: 'GET',
  path: '/trials/:id',
  summary: 'A trial with its answers so far',
  params: trialParams,
  response: trial,
})
export const cancelTrial = endpoint({
  method: 'POST',
  path: '/trials/:id/cancel',
  summary: 'Stop a trial',
  params: trialParams,
  response: trial,
  status: 200,
})
