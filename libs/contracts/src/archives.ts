import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { websetParams, instant } from './fields.ts'

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

/**
 * multipart/form-data with `file`: a .warc or .warc.gz. From then on the webset’s pages come from it, and nothing is
 * fetched. An archive that can be read is replaced only once the new one was read whole.
 */
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
  response: z.object({
    archive: archive.nullable(),
    /** A later upload that is still being read, or that was damaged and so has replaced nothing. */
    replacement: archive.nullable(),
  }),
})

export const detachArchive = endpoint({
  method: 'DELETE',
  path: '/websets/:id/archive',
  summary: 'Read the live web again',
  params: websetParams,
  response: z.object({}),
})
