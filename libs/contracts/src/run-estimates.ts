import { RUNG_KINDS } from '@enrichify/domain'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { instant, websetParams } from './fields.ts'
import { runPlan } from './run-plan.ts'

export const runEstimate = z
  .object({
    rows: z.number().int(),
    cells: z.number().int(),
    /**
     * Cells that cost nothing: answered by ready facts from the pages themselves, and (at most) by answers that the
     * ledger already has.
     */
    freeCells: z.object({
      facts: z.number().int(),
      cache: z.number().int(),
      /** Answered already from the same inputs, and so not asked again. */
      unchanged: z.number().int(),
    }),
    /**
     * Cells that a person emptied, typed or judged right: runs leave them alone. The emptied ones are filled with
     * `fillEmptied`, and then they are in the other numbers, too.
     */
    leftAlone: z.object({ emptied: z.number().int(), typed: z.number().int(), right: z.number().int() }),
    paidCells: z.number().int(),
    calls: z.number().int(),
    model: z.string().nullable(),
    /** `history`: from this webset’s own calls. `list`: from list prices and usual page sizes. */
    price: z.object({
      p10Micros: z.number().int(),
      p50Micros: z.number().int(),
      p90Micros: z.number().int(),
      basis: z.enum(['history', 'list', 'free']),
    }),
    seconds: z.number().int(),
    /** What is left under each budget. Null: none is set. */
    left: z.object({ websetMicros: z.number().int().nullable(), monthMicros: z.number().int().nullable() }),
    /**
     * How columns did when they were last tested on their present test rows. `isCurrent`: it was the column as it is
     * now.
     */
    tests: z.array(
      z.object({
        columnId: z.string(),
        name: z.string(),
        right: z.number().int(),
        of: z.number().int(),
        at: instant,
        isCurrent: z.boolean(),
      }),
    ),
    practice: z.boolean(),
    /** What keeps the paid columns from being answered, and how to mend it. The run may start all the same. */
    problems: z.array(z.object({ code: z.string(), message: z.string() })),
  })
  .meta({ id: 'RunEstimate' })
export type RunEstimate = z.output<typeof runEstimate>

export const estimateRun = endpoint({
  method: 'POST',
  path: '/websets/:id/estimate',
  summary: 'What a run would cost, before it starts',
  params: websetParams,
  body: z.object(runPlan),
  response: runEstimate,
  status: 200,
})

/** The cheapest rung of a column that is switched off, with its cost for one cell. Null: there is none. */
export const nextStep = z
  .object({
    rung: z.enum(RUNG_KINDS),
    /** Millionths of a US dollar, the middle of the estimate. Null: its price is not known. */
    micros: z.number().int().nullable(),
    /** Why it cannot be asked yet. */
    problem: z.string().nullable(),
  })
  .meta({ id: 'NextStep' })
export type NextStepJson = z.output<typeof nextStep>

export const getNextStep = endpoint({
  method: 'GET',
  path: '/websets/:id/columns/:columnId/next-step',
  summary: 'What could still fill an empty cell of this column, and at what price',
  params: z.object({ id: z.uuid(), columnId: z.string().max(20) }),
  response: z.object({ next: nextStep.nullable() }),
})
