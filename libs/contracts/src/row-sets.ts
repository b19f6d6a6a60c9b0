import { z } from 'zod'

const rowId = z.number().int()

/** All rows of a view as it was shown, but those in `except`. */
export const viewRows = z.object({
  kind: z.literal('view'),
  orderId: z.uuid(),
  except: z.array(rowId).max(10_000).default([]),
})

/**
 * Which rows a command means. `ids`: these. `view`: all rows of a view as it was shown, but those in `except`;
 * `orderId` is the order that `listRows` answered with, so that rows which came later are not meant.
 */
export const rowSet = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ids'), ids: z.array(rowId).min(1).max(10_000) }),
  viewRows,
])
export type RowSet = z.output<typeof rowSet>
