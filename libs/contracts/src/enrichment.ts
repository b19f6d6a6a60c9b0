import { EMPTY_REASONS, PROVIDER_FAILURES, RUNG_KINDS, RUN_MODES, RUN_PRIORITIES, RUN_STATES } from '@enrichify/domain'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { cellValue, websetParams } from './websets.ts'

const instant = z.iso.datetime()

export const runScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('rows'), rowIds: z.array(z.number().int()).min(1).max(10_000) }),
  z.object({ kind: z.literal('first'), count: z.number().int().min(1).max(1_000_000) }),
  z.object({ kind: z.literal('only_empty') }),
  z.object({ kind: z.literal('only_failed') }),
  z.object({ kind: z.literal('only_stale') }),
])

export const run = z
  .object({
    id: z.uuid(),
    websetId: z.uuid(),
    /** A finished run is a named point in the webset's history. */
    name: z.string(),
    state: z.enum(RUN_STATES),
    scope: runScope,
    mode: z.enum(RUN_MODES),
    columnIds: z.array(z.string()),
    rows: z.number().int(),
    rowsDone: z.number().int(),
    cells: z.number().int(),
    cellsDone: z.number().int(),
    /** Cells done, by state; the empties by their reason. */
    counts: z.object({
      verified: z.number().int(),
      cited: z.number().int(),
      asserted: z.number().int(),
      kept: z.number().int(),
      /** Not asked again: nothing that they are made from has changed. */ unchanged: z.number().int(),
      empty: z.partialRecord(z.enum(EMPTY_REASONS), z.number().int()),
    }),
    pagesFetched: z.number().int(),
    /** Spent so far; with what is reserved and uncertain it never exceeds the budget. */
    costMicros: z.number().int(),
    heldMicros: z.number().int(),
    /** What answers from the cache would have cost. */
    savedMicros: z.number().int(),
    /** Null: no limit but those of the webset and the month. */
    budgetMicros: z.number().int().nullable(),
    uncertainCalls: z.number().int(),
    priority: z.enum(RUN_PRIORITIES),
    /** Recorded answers at simulated prices: nothing is spent. */
    practice: z.boolean(),
    message: z.string().nullable(),
    createdBy: z.string(),
    createdAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'Run' })
export type Run = z.output<typeof run>

/** Columns left out: all enrichment columns. `maxPages`: the page budget per row. */
const runPlan = {
  columnIds: z.array(z.string().max(20)).min(1).max(200).optional(),
  scope: runScope.default({ kind: 'all' }),
  maxPages: z.number().int().min(1).max(50).default(10),
  mode: z.enum(RUN_MODES).default('fill'),
  /** Also cells whose inputs have not changed since they were answered. */ again: z.boolean().default(false),
}
export const startRun = endpoint({
  method: 'POST',
  path: '/websets/:id/enrich',
  summary: 'Start a run over columns and rows',
  params: websetParams,
  /** `budgetMicros`: a wall for this run, millionths of a US dollar; a run with paid columns and no budget anywhere is refused. */
  body: z.object({
    ...runPlan,
    budgetMicros: z.number().int().min(0).max(1_000_000_000_000).nullable().default(null),
    priority: z.enum(RUN_PRIORITIES).default('normal'),
    /** Over a column whose plan has not passed its tests. */ despiteTests: z.boolean().default(false),
  }),
  response: run,
})

export const runEstimate = z
  .object({
    rows: z.number().int(),
    cells: z.number().int(),
    /** Cells that cost nothing: by ready facts from the pages themselves, and (at most) by answers that the ledger already holds. */
    freeCells: z.object({
      facts: z.number().int(),
      cache: z.number().int(),
      /** Answered already from the same inputs, and so not asked again. */ unchanged: z.number().int(),
    }),
    paidCells: z.number().int(),
    calls: z.number().int(),
    model: z.string().nullable(),
    /** `history`: from this webset’s own calls; `list`: from list prices and usual page sizes. */
    price: z.object({
      p10Micros: z.number().int(),
      p50Micros: z.number().int(),
      p90Micros: z.number().int(),
      basis: z.enum(['history', 'list', 'free']),
    }),
    seconds: z.number().int(),
    /** What is left under each budget; null: none is set. */
    left: z.object({ websetMicros: z.number().int().nullable(), monthMicros: z.number().int().nullable() }),
    practice: z.boolean(),
    /** What keeps the paid columns from being answered, with the mend; the run may start all the same. */
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
export const listRuns = endpoint({
  method: 'GET',
  path: '/websets/:id/runs',
  summary: 'Runs of a webset, latest first',
  params: websetParams,
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.object({ runs: z.array(run) }),
})
const runParams = z.object({ id: z.uuid() })
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

/** The cheapest rung of a column that is switched off, with what it would cost for one cell; null: there is none. */
export const nextStep = z
  .object({
    rung: z.enum(RUNG_KINDS),
    /** Millionths of a US dollar, the middle of the estimate; null: its price is not known. */ micros: z
      .number()
      .int()
      .nullable(),
    /** Why it could not be asked yet. */ problem: z.string().nullable(),
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

export const runReport = z
  .object({
    run,
    /** What each rung filled; `micros` is what it cost and `savedMicros` what asking the model would have. */
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
    /** Verified cells are the ones that we can prove. */
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
    /** Equal slices of the time that the run took, oldest first. */
    timeline: z.array(
      z.object({ from: instant, cells: z.number().int(), micros: z.number().int(), failures: z.number().int() }),
    ),
    /** Of a refresh: what became of the quotes that were looked for; null for other runs. */
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
        name: z.string(),
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

export const archive = z
  .object({
    id: z.uuid(),
    websetId: z.uuid(),
    name: z.string(),
    state: z.enum(['indexing', 'ready', 'failed']),
    pages: z.number().int(),
    bytes: z.number().int(),
    message: z.string().nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Archive' })
export type Archive = z.output<typeof archive>
/** multipart/form-data with `file`: a .warc or .warc.gz. From then on the webset's pages come from it and nothing is fetched. */
export const uploadArchive = endpoint({
  method: 'POST',
  path: '/websets/:id/archive',
  summary: 'Use a WARC archive as the source of pages',
  params: websetParams,
  response: archive,
})
export const getArchive = endpoint({
  method: 'GET',
  path: '/websets/:id/archive',
  summary: 'The archive that the webset reads from',
  params: websetParams,
  response: z.object({ archive: archive.nullable() }),
})
export const detachArchive = endpoint({
  method: 'DELETE',
  path: '/websets/:id/archive',
  summary: 'Read the live web again',
  params: websetParams,
  response: z.object({}),
})

export const capture = z
  .object({
    id: z.uuid(),
    url: z.string(),
    finalUrl: z.string(),
    status: z.number().int(),
    via: z.enum(['http', 'browser', 'archive', 'service']),
    fetchedAt: instant,
    contentType: z.string(),
    bytes: z.number().int(),
    digest: z.string(),
    evidence: z.object({
      text: z.string(),
      hash: z.string(),
      version: z.number().int(),
      segments: z.array(
        z.object({ kind: z.string(), start: z.number().int(), end: z.number().int(), source: z.string() }),
      ),
    }),
    /** The page as stored, made harmless for a sandboxed frame: no scripts, no requests. */
    html: z.string(),
  })
  .meta({ id: 'Capture' })
export type Capture = z.output<typeof capture>
export const getCapture = endpoint({
  method: 'GET',
  path: '/captures/:id',
  summary: 'A page as stored, with its evidence text',
  params: z.object({ id: z.uuid() }),
  response: capture,
})

export const foundPage = z
  .object({ captureId: z.uuid(), url: z.string(), title: z.string(), snippet: z.string(), fetchedAt: instant })
  .meta({ id: 'FoundPage' })
export type FoundPageJson = z.output<typeof foundPage>
export const searchPages = endpoint({
  method: 'GET',
  path: '/captures',
  summary: 'Search the text of the stored pages: no key, no network',
  query: z.object({
    query: z.string().trim().min(1).max(300),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  response: z.object({ pages: z.array(foundPage) }),
})
