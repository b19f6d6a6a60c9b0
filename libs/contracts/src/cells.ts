import { z } from 'zod'
import { traceStep, change, candidate } from './cell-history.ts'
import { mark, cellValue } from './cell-values.ts'
import { endpoint } from './endpoint.ts'
import { websetParams, instant } from './fields.ts'

/** `text` is parsed by the column’s type. `value` is taken as it is. `release` lets runs fill the cell again. */
export const cellEdit = z.object({
  rowId: z.number().int(),
  columnId: z.string().max(20),
  text: z.string().max(100_000).optional(),
  value: cellValue.optional(),
  release: z.boolean().optional(),
})

export const editCells = endpoint({
  method: 'PATCH',
  path: '/websets/:id/cells',
  summary: 'Edit cells as one action; values that a type does not accept are listed, the rest is saved',
  params: websetParams,
  body: z.object({ edits: z.array(cellEdit).min(1).max(10_000) }),
  response: z.object({
    cells: z.array(z.object({ rowId: z.number().int(), columnId: z.string(), value: cellValue, mark })),
    rejected: z.array(z.object({ rowId: z.number().int(), columnId: z.string(), reason: z.string() })),
  }),
})

export const getCell = endpoint({
  method: 'GET',
  path: '/websets/:id/cells/:rowId/:columnId',
  summary: 'A cell with evidence, candidates and history',
  params: z.object({ id: z.uuid(), rowId: z.coerce.number().int(), columnId: z.string().max(20) }),
  response: z.object({
    rowId: z.number().int(),
    columnId: z.string(),
    value: cellValue,
    mark,
    candidates: z.array(candidate),
    /** Pages that were tried for this cell, and what became of each. */
    pages: z.array(z.object({ url: z.string(), outcome: z.string(), captureId: z.uuid().nullable() })),
    history: z.array(change),
    trace: z.array(traceStep),
    /**
     * How often values like this one were right where people had annotated them. Null when there are too few
     * observations; then no number is shown.
     */
    confidence: z
      .object({
        accuracy: z.number(),
        /** The lower end of its 95 % interval. */
        lower: z.number(),
        n: z.number().int(),
      })
      .nullable(),
    /** When a refresh last found the quote on its page. */
    checkedAt: instant.nullable(),
    /** What a person last said about this value, or about the one that a run put aside because it was judged wrong. */
    verdict: z.enum(['right', 'wrong']).nullable(),
    /** Who said it. */
    judgedBy: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  }),
})
export type CellDetail = z.output<typeof getCell.response>

export const judgeCell = endpoint({
  method: 'POST',
  path: '/websets/:id/cells/:rowId/:columnId/verdict',
  summary:
    'Say that a cell is right or wrong, or choose one of its candidates; runs leave alone what is right, and ' +
    'sources are trusted by what people say of them',
  params: z.object({ id: z.uuid(), rowId: z.coerce.number().int(), columnId: z.string().max(20) }),
  /**
   * `verdict` null takes back what was said about the present value. `evidenceId`: the candidate that is right; when
   * left out, the present value.
   */
  body: z.object({ verdict: z.enum(['right', 'wrong']).nullable(), evidenceId: z.uuid().optional() }),
  response: z.object({
    cells: z.array(z.object({ rowId: z.number().int(), columnId: z.string(), value: cellValue, mark })),
  }),
  status: 200,
})
