import { RUN_MODES } from '@enrichify/domain'
import { z } from 'zod'
import { viewRows } from './row-sets.ts'

export const runScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('rows'), rowIds: z.array(z.number().int()).min(1).max(10_000) }),
  viewRows,
  z.object({ kind: z.literal('first'), count: z.number().int().min(1).max(1_000_000) }),
  z.object({ kind: z.literal('only_empty') }),
  z.object({ kind: z.literal('only_failed') }),
  z.object({ kind: z.literal('only_stale') }),
])

/** When columns are left out: all enrichment columns. `maxPages`: the page budget per row. */
export const runPlan = {
  columnIds: z.array(z.string().max(20)).min(1).max(200).optional(),
  scope: runScope.default({ kind: 'all' }),
  maxPages: z.number().int().min(1).max(50).default(10),
  mode: z.enum(RUN_MODES).default('fill'),
  /** Also cells whose inputs have not changed since they were answered. */
  again: z.boolean().default(false),
  /** Also cells that a person emptied. Without it they stay empty, like cells that a person typed stay as they are. */
  fillEmptied: z.boolean().default(false),
}
