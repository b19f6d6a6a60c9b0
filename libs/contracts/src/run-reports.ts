import { PROVIDER_FAILURES } from '@enrichify/domain'
import { z } from 'zod'
import { cellValue } from './cell-values.ts'
import { endpoint } from './endpoint.ts'
import { instant } from './fields.ts'
import { runParams, run } from './runs.ts'

export const runReport = z
  .object({
    run,
    /** What each rung filled. `micros` is what it cost; `savedMicros` is what asking the model would have cost. */
    rungs: z.array(
      z.object({
        rung: z.enum(['facts', 'cache', 'data', 'model', 'search', 'agent', 'computed']),
        cells: z.number().int(),
        verified: z.number().int(),
        micros: z.number().int(),
        savedMicros: z.number().int(),
      }),
    ),
    costPerCellMicros: z.number().nullable(),
    /** Verified cells are the cells that we can prove. */
    costPerVerifiedCellMicros: z.number().nullable(),
    calls: z.object({
      settled: z.number().int(),
      cached: z.number().int(),
      released: z.number().int(),
      uncertain: z.number().int(),
      open: z.number().int(),
    }),
    tokens: z.object({ input: z.number().int(), cachedInput: z.number().int(), output: z.number().int() }),
    failures: z.array(
      z.object({
        kind: z.enum(PROVIDER_FAILURES),
        providerId: z.string(),
        count: z.number().int(),
        mend: z.string(),
        lastAt: instant,
      }),
    ),
    /** Equal slices of the run’s time, oldest first. */
    timeline: z.array(
      z.object({ from: instant, cells: z.number().int(), micros: z.number().int(), failures: z.number().int() }),
    ),
    /** For a refresh: what became of the quotes that it looked for. Null for other runs. */
    refresh: z
      .object({
        unchanged: z.number().int(),
        moved: z.number().int(),
        contradicted: z.number().int(),
        unreachable: z.number().int(),
        /** Contradicted first; at most 200. */
        cells: z.array(
          z.object({
            rowId: z.number().int(),
            rowLabel: z.string(),
            columnId: z.string(),
            outcome: z.enum(['unchanged', 'moved', 'contradicted', 'unreachable']),
            url: z.string(),
            quote: z.string(),
            before: cellValue,
            after: cellValue,
          }),
        ),
      })
      .nullable(),
    columns: z.array(
      z.object({
        columnId: z.string(),
        /** Name and question as they were when the run started. */
        name: z.string(),
        asks: z.string(),
        /** The question, or the way to its answer, is another one by now. */
        hasChanged: z.boolean(),
        verified: z.number().int(),
        cited: z.number().int(),
        asserted: z.number().int(),
        empty: z.number().int(),
        micros: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'RunReport' })
export type RunReport = z.output<typeof runReport>

export const getRunReport = endpoint({
  method: 'GET',
  path: '/runs/:id/report',
  summary: 'What a run did and cost',
  params: runParams,
  response: runReport,
})
