import { SHEET_OPERATORS } from '@enrichify/domain'
import { z } from 'zod'
import { mark, cellValue } from './cell-values.ts'
import { endpoint } from './endpoint.ts'
import { websetParams } from './fields.ts'

export const row = z
  .object({ id: z.number().int(), cells: z.record(z.string(), cellValue), marks: z.record(z.string(), mark) })
  .meta({ id: 'Row' })
export type Row = z.output<typeof row>

export const FILTER_OPERATORS = [
  ...SHEET_OPERATORS,
  'reason',
  /** `stale` or `conflict`. */
  'flag',
] as const
export const filter = z.object({
  column: z.string().max(20),
  op: z.enum(FILTER_OPERATORS),
  value: z
    .string()
    .max(500)
    .refine((text) => !text.includes('\0') && text.isWellFormed(), 'This text has characters that cannot be stored.')
    .optional(),
})
export type Filter = z.output<typeof filter>
const filters = z
  .string()
  .max(8000)
  .transform((text, context): Filter[] => {
    try {
      return z.array(filter).max(20).parse(JSON.parse(text))
    } catch {
      context.addIssue({ code: 'custom', message: 'filter is a JSON list such as [{"column":"c2","op":"not_empty"}]' })
      return z.NEVER
    }
  })

export const listRows = endpoint({
  method: 'GET',
  path: '/websets/:id/rows',
  summary: 'A window of rows: by cursor, or by offset for a grid that jumps',
  params: websetParams,
  query: z.object({
    cursor: z.string().max(500).optional(),
    offset: z.coerce.number().int().min(0).max(50_000_000).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    filter: filters.optional(),
    sort: z
      .string()
      .regex(/^c\d+:(asc|desc)$/, 'sort is a column and a direction, such as c2:desc')
      .optional(),
    search: z.string().max(200).optional(),
    /** The `order.id` of an earlier window. The window comes from that order, also if the sheet has changed since. */
    order: z.uuid().optional(),
  }),
  response: z.object({
    rows: z.array(row),
    nextCursor: z.string().nullable(),
    total: z.number().int(),
    /** The version of the webset that the rows have at least. */
    version: z.number().int(),
    /**
     * The order that the window is cut from, and the version that it was made at. Another id than was asked for: that
     * order is lost, and this one was made anew.
     */
    order: z.object({
      id: z.uuid(),
      version: z.number().int(),
      /** False: it may have other rows or other places now. Read without `order` to get them. */
      isCurrent: z.boolean(),
    }),
    /** The rows of the window by place, also those that are gone since the order was made and missing in `rows`. */
    ids: z.array(z.number().int()),
    /** The order of a large sheet is still being made: rows looked at, of how many. `total` is right already. */
    building: z.object({ done: z.number().int(), total: z.number().int() }).optional(),
  }),
})

export const addRows = endpoint({
  method: 'POST',
  path: '/websets/:id/rows',
  summary: 'Append rows, values as typed text or as values',
  params: websetParams,
  body: z.object({ rows: z.array(z.record(z.string(), cellValue)).min(1).max(1000) }),
  response: z.object({
    rows: z.array(row),
    rejected: z.array(z.object({ index: z.number().int(), column: z.string(), reason: z.string() })),
  }),
})
const rowIds = z.array(z.number().int()).min(1).max(10_000)

export const deleteRows = endpoint({
  method: 'DELETE',
  path: '/websets/:id/rows',
  summary: 'Move rows to the trash',
  params: websetParams,
  body: z.object({ rowIds }),
  response: z.object({ deleted: z.number().int() }),
})

export const restoreRows = endpoint({
  method: 'POST',
  path: '/websets/:id/rows/restore',
  summary: 'Take rows out of the trash',
  params: websetParams,
  body: z.object({ rowIds }),
  response: z.object({ restored: z.number().int() }),
  status: 200,
})
