import { EMPTY_REASONS, RUN_STATES } from '@enrichify/domain'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { websetParams } from './websets.ts'

const instant = z.iso.datetime()

export const runScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('rows'), rowIds: z.array(z.number().int()).min(1).max(10_000) }),
  z.object({ kind: z.literal('first'), count: z.number().int().min(1).max(1_000_000) }),
  z.object({ kind: z.literal('only_empty') }),
  z.object({ kind: z.literal('only_failed') }),
])

export const run = z
  .object({
    id: z.uuid(),
    websetId: z.uuid(),
    /** A finished run is a named point in the webset's history. */
    name: z.string(),
    state: z.enum(RUN_STATES),
    scope: runScope,
    columnIds: z.array(z.string()),
    rows: z.number().int(),
    rowsDone: z.number().int(),
    cells: z.number().int(),
    cellsDone: z.number().int(),
    /** Cells done, by state; the empties by their reason. */
    counts: z.object({ verified: z.number().int(), cited: z.number().int(), asserted: z.number().int(), kept: z.number().int(), empty: z.partialRecord(z.enum(EMPTY_REASONS), z.number().int()) }),
    pagesFetched: z.number().int(),
    costMicros: z.number().int(),
    message: z.string().nullable(),
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
  /** Columns left out: all enrichment columns. `maxPages`: the page budget per row. */
  body: z.object({ columnIds: z.array(z.string().max(20)).min(1).max(200).optional(), scope: runScope.default({ kind: 'all' }), maxPages: z.number().int().min(1).max(50).default(10) }),
  response: run,
})
export const listRuns = endpoint({ method: 'GET', path: '/websets/:id/runs', summary: 'Runs of a webset, latest first', params: websetParams, query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }), response: z.object({ runs: z.array(run) }) })
const runParams = z.object({ id: z.uuid() })
export const getRun = endpoint({ method: 'GET', path: '/runs/:id', summary: 'A run and its progress', params: runParams, response: run })
export const pauseRun = endpoint({ method: 'POST', path: '/runs/:id/pause', summary: 'Pause: what is in flight finishes', params: runParams, response: run, status: 200 })
export const resumeRun = endpoint({ method: 'POST', path: '/runs/:id/resume', summary: 'Go on', params: runParams, response: run, status: 200 })
export const cancelRun = endpoint({ method: 'POST', path: '/runs/:id/cancel', summary: 'Stop for good; cells that were answered stay', params: runParams, response: run, status: 200 })

export const archive = z
  .object({ id: z.uuid(), websetId: z.uuid(), name: z.string(), state: z.enum(['indexing', 'ready', 'failed']), pages: z.number().int(), bytes: z.number().int(), message: z.string().nullable(), createdAt: instant })
  .meta({ id: 'Archive' })
export type Archive = z.output<typeof archive>
/** multipart/form-data with `file`: a .warc or .warc.gz. From then on the webset's pages come from it and nothing is fetched. */
export const uploadArchive = endpoint({ method: 'POST', path: '/websets/:id/archive', summary: 'Use a WARC archive as the source of pages', params: websetParams, response: archive })
export const getArchive = endpoint({ method: 'GET', path: '/websets/:id/archive', summary: 'The archive that the webset reads from', params: websetParams, response: z.object({ archive: archive.nullable() }) })
export const detachArchive = endpoint({ method: 'DELETE', path: '/websets/:id/archive', summary: 'Read the live web again', params: websetParams, response: z.object({}) })

export const capture = z
  .object({
    id: z.uuid(),
    url: z.string(),
    finalUrl: z.string(),
    status: z.number().int(),
    via: z.enum(['http', 'browser', 'archive']),
    fetchedAt: instant,
    contentType: z.string(),
    bytes: z.number().int(),
    digest: z.string(),
    evidence: z.object({ text: z.string(), hash: z.string(), version: z.number().int(), segments: z.array(z.object({ kind: z.string(), start: z.number().int(), end: z.number().int(), source: z.string() })) }),
    /** The page as stored, made harmless for a sandboxed frame: no scripts, no requests. */
    html: z.string(),
  })
  .meta({ id: 'Capture' })
export type Capture = z.output<typeof capture>
export const getCapture = endpoint({ method: 'GET', path: '/captures/:id', summary: 'A page as stored, with its evidence text', params: z.object({ id: z.uuid() }), response: capture })
