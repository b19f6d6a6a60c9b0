import { CELL_STATES, EMPTY_REASONS } from '@enrichify/domain'
import { z } from 'zod'

export const cellValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(
    z.union([
      z.string(),
      z.object({ name: z.string(), title: z.string().nullable() }),
      z.object({ network: z.string(), url: z.string() }),
    ]),
  ),
])
export type CellValueJson = z.output<typeof cellValue>

/**
 * What we know about a cell besides its value. A cell without a mark came with the list. `pending`: a run is about to
 * answer it.
 */
export const mark = z.object({
  state: z.enum(CELL_STATES).nullable(),
  empty: z.enum(EMPTY_REASONS).nullable().optional(),
  pending: z.boolean().optional(),
  candidates: z.number().int().optional(),
  /** Something that it was made from has changed since. */
  stale: z.boolean().optional(),
  /** A person said that the value is wrong. It is stale until a run answers it again. */
  wrong: z.boolean().optional(),
  /** Sources disagree, and no one has chosen yet. */
  conflict: z.boolean().optional(),
  /** `human`: the person chose it among the values that were found, and its quote is known. */
  quoted: z.boolean().optional(),
})
export type Mark = z.output<typeof mark>
