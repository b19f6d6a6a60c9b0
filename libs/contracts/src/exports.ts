import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { websetParams } from './fields.ts'
import { filter } from './rows.ts'

export const EXPORT_FORMATS = ['csv', 'xlsx', 'jsonl'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]
/** The states that a client sees. This contract has used upper case from the beginning. */
export const EXPORT_STATES = ['PENDING', 'RUNNING', 'READY', 'FAILED', 'CANCELLED', 'EXPIRED'] as const

export const exportJob = z
  .object({
    id: z.uuid(),
    websetId: z.uuid(),
    format: z.enum(EXPORT_FORMATS),
    state: z.enum(EXPORT_STATES),
    fileName: z.string(),
    rows: z.number().int(),
    rowsDone: z.number().int(),
    bytes: z.number().int().nullable(),
    message: z.string().nullable(),
    /** Signed and short-lived. `GET /export/:id` gives a new one. */
    downloadUrl: z.string().nullable(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Export' })
export type ExportJob = z.output<typeof exportJob>

export const startExport = endpoint({
  method: 'POST',
  path: '/export/websets/:id',
  summary: 'Export a webset',
  params: websetParams,
  body: z.object({
    format: z.enum(EXPORT_FORMATS),
    /** When left out: all columns. */
    columnIds: z.array(z.string().max(20)).min(1).max(500).optional(),
    filter: z.array(filter).max(20).optional(),
    search: z.string().max(200).optional(),
    /** CSV: adds state, quote and page for every enrichment column. */
    evidence: z.boolean().default(false),
  }),
  response: exportJob,
})
export const listExports = endpoint({
  method: 'GET',
  path: '/export/websets/:id',
  summary: 'Your exports of a webset that wait, run or can be downloaded, the latest first',
  params: websetParams,
  response: z.object({ exports: z.array(exportJob) }),
})
export const cancelExport = endpoint({
  method: 'POST',
  path: '/export/:id/cancel',
  summary: 'Stop an export that waits or runs; nothing of its file stays',
  params: z.object({ id: z.uuid() }),
  response: exportJob,
  status: 200,
})
export const getExport = endpoint({
  method: 'GET',
  path: '/export/:id',
  summary: 'State of an export',
  params: z.object({ id: z.uuid() }),
  response: exportJob,
})
export const downloadExport = endpoint({
  method: 'GET',
  path: '/export/:id/download',
  summary: 'The file, by a signed short-lived link',
  params: z.object({ id: z.uuid() }),
  query: z.object({ workspace: z.uuid(), expires: z.coerce.number().int(), signature: z.string().max(200) }),
})
