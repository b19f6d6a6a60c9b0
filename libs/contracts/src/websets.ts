import { COLUMN_KINDS } from '@enrichify/domain'
import { z } from 'zod'
import { column } from './columns.ts'
import { endpoint } from './endpoint.ts'
import { websetParams, instant, title } from './fields.ts'

export const websetSummary = z
  .object({
    id: z.uuid(),
    name: z.string(),
    rows: z.number().int(),
    columns: z.number().int(),
    isSample: z.boolean(),
    createdAt: instant,
    updatedAt: instant,
    activeRunId: z.uuid().nullable(),
  })
  .meta({ id: 'WebsetSummary' })
export type WebsetSummary = z.output<typeof websetSummary>

export const webset = z
  .object({
    id: z.uuid(),
    name: z.string(),
    rows: z.number().int(),
    columns: z.array(column),
    isSample: z.boolean(),
    /** Recorded answers at simulated prices. */
    practice: z.boolean(),
    archiveId: z.uuid().nullable(),
    createdAt: instant,
    updatedAt: instant,
    activeRunId: z.uuid().nullable(),
    /** Rises with each change of the sheet. */
    version: z.number().int(),
  })
  .meta({ id: 'Webset' })
export type Webset = z.output<typeof webset>

export const listWebsets = endpoint({
  method: 'GET',
  path: '/websets',
  summary: 'All websets of the workspace, latest change first',
  query: z.object({ trash: z.stringbool().default(false) }),
  response: z.object({ websets: z.array(websetSummary) }),
})

export const createWebset = endpoint({
  method: 'POST',
  path: '/websets',
  summary: 'Create a webset; `paste` (a column of domains, addresses or names, or a table) starts it with rows',
  body: z.object({
    name: title,
    /** At most 5,000 lines and 1,000,000 characters. A longer list is imported as a file: `POST /imports`. */
    paste: z.string().optional(),
    columns: z
      .array(z.object({ name: title, kind: z.enum(COLUMN_KINDS) }))
      .max(200)
      .optional(),
  }),
  response: webset,
})

export const getWebset = endpoint({
  method: 'GET',
  path: '/websets/:id',
  summary: 'A webset with its columns',
  params: websetParams,
  response: webset,
})

export const updateWebset = endpoint({
  method: 'PATCH',
  path: '/websets/:id',
  summary: 'Rename, or switch practice mode',
  params: websetParams,
  body: z.object({ name: title.optional(), practice: z.boolean().optional() }),
  response: webset,
})

export const deleteWebset = endpoint({
  method: 'DELETE',
  path: '/websets/:id',
  summary: 'Move to the trash',
  params: websetParams,
  response: z.object({}),
})

export const restoreWebset = endpoint({
  method: 'POST',
  path: '/websets/:id/restore',
  summary: 'Take out of the trash',
  params: websetParams,
  response: webset,
  status: 200,
})

export const listTrash = endpoint({
  method: 'GET',
  path: '/websets/:id/trash',
  summary: 'Deleted rows and columns of a webset',
  params: websetParams,
  response: z.object({
    columns: z.array(z.object({ id: z.string(), name: z.string(), deletedAt: instant })),
    rows: z.array(z.object({ id: z.number().int(), label: z.string(), deletedAt: instant })),
    totalRows: z.number().int(),
  }),
})
