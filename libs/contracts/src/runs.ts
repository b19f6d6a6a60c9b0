import { EMPTY_REASONS, PROVIDER_FAILURES, RUN_MODES, RUN_PRIORITIES, RUN_STATES } from '@enrichify/domain'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { websetParams, instant } from './fields.ts'
import { runScope, runPlan } from './run-plan.ts'

export const run = z
  .object({
    id: z.uuid(),
    websetId: z.uuid(),
    /** A finished run is a named point in the webset’s history. */
    name: z.string(),
    state: z.enum(RUN_STATES),
    scope: runScope,
    mode: z.enum(RUN_MODES),
    columnIds: z.array(z.string()),
    rows: z.number().int(),
    rowsDone: z.number().int(),
    cells: z.number().int(),
    cellsDone: z.number().int(),
    /** Finished cells by state, and the empty ones by reason. */
    counts: z.object({
      verified: z.number().int(),
      cited: z.number().int(),
      asserted: z.number().int(),
      kept: z.number().int(),
      /** Not asked again, because nothing that they are made from has changed. */
      unchanged: z.number().int(),
      empty: z.partialRecord(z.enum(EMPTY_REASONS), z.number().int()),
    }),
    pagesFetched: z.number().int(),
    /** Spent so far. Together with the reserved and uncertain money it never exceeds the budget. */
    costMicros: z.number().int(),
    reservedMicros: z.number().int(),
    /** What answers from the cache would have cost. */
    savedMicros: z.number().int(),
    /** Null: only the limits of the webset and the month apply. */
    budgetMicros: z.number().int().nullable(),
    uncertainCalls: z.number().int(),
    priority: z.enum(RUN_PRIORITIES),
    /** Recorded answers at simulated prices. Nothing is spent. */
    practice: z.boolean(),
    message: z.string().nullable(),
    /**
     * What the run waits for. A service that does not answer, and `until` when it is asked again; null: in a moment.
     * Without a service: money that other calls have reserved, `until` at the latest. Null for a run that waits for
     * nothing, and for one that is over or paused.
     */
    waiting: z
      .object({
        service: z.string().nullable(),
        failure: z.enum(PROVIDER_FAILURES).nullable(),
        until: instant.nullable(),
      })
      .nullable(),
    createdBy: z.string(),
    createdAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'Run' })
export type Run = z.output<typeof run>

export const startRun = endpoint({
  method: 'POST',
  path: '/websets/:id/enrich',
  summary: 'Start a run over columns and rows',
  params: websetParams,
  /**
   * `budgetMicros`: a hard limit for this run, in millionths of a US dollar. A run with paid columns and without any
   * budget is refused.
   */
  body: z.object({
    ...runPlan,
    budgetMicros: z.number().int().min(0).max(1_000_000_000_000).nullable().default(null),
    priority: z.enum(RUN_PRIORITIES).default('normal'),
    /** Runs a column whose plan has not passed its tests. */
    despiteTests: z.boolean().default(false),
  }),
  response: run,
})

export const listRuns = endpoint({
  method: 'GET',
  path: '/websets/:id/runs',
  summary: 'Runs of a webset, latest first',
  params: websetParams,
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.object({ runs: z.array(run) }),
})
export const runParams = z.object({ id: z.uuid() })

export const getRun = endpoint({
  method: 'GET',
  path: '/runs/:id',
  summary: 'A run and its progress',
  params: runParams,
  response: run,
})

export const pauseRun = endpoint({
  method: 'POST',
  path: '/runs/:id/pause',
  summary: 'Pause: what is in flight finishes',
  params: runParams,
  response: run,
  status: 200,
})

export const resumeRun = endpoint({
  method: 'POST',
  path: '/runs/:id/resume',
  summary: 'Go on',
  params: runParams,
  response: run,
  status: 200,
})

export const cancelRun = endpoint({
  method: 'POST',
  path: '/runs/:id/cancel',
  summary: 'Stop for good; cells that were answered stay',
  params: runParams,
  response: run,
  status: 200,
})

export const setRunBudget = endpoint({
  method: 'PATCH',
  path: '/runs/:id',
  summary: 'Change a run’s budget or priority while it works',
  params: runParams,
  body: z.object({
    budgetMicros: z.number().int().min(0).max(1_000_000_000_000).nullable().optional(),
    priority: z.enum(RUN_PRIORITIES).optional(),
  }),
  response: run,
})
