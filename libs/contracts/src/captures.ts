import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { instant } from './fields.ts'

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
