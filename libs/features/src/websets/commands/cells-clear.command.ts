import type { Refusal, RowSet } from '@enrichify/contracts'
import { plural } from '../plural.ts'
import { rangesOfSet } from '../row-sets.ts'
import { ONLY_CELLS, type Command } from './command.ts'

const ROWS_AT_ONCE = 2000
const MOST_REFUSED = 1000

/** Empties the cells of some columns in any number of rows. Runs leave them empty, as a person wanted them. */
export const cellsClear: Command<{ rows: RowSet; columnIds: readonly string[] }, Record<string, never>> = {
  async apply(tx, context, input, tools) {
    const { websetId } = context
    const columns = (await tools.websets.listColumns(tx, websetId)).filter(({ id }) => input.columnIds.includes(id))
    const ranges = await rangesOfSet(tx, websetId, input.rows, tools.rows)
    const refused: Refusal[] = []
    let size = 0
    for (let last = 0; ;) {
      const page = await tools.rows.inRanges(tx, websetId, ranges, last, ROWS_AT_ONCE)
      if (page.length === 0) break
      const edits = page.flatMap((row) =>
        columns
          .filter(({ id }) => (row.cells[id] ?? null) !== null)
          .map((column) => ({
            rowId: row.id,
            columnId: column.id,
            value: null,
            state: column.enrichment ? ('human' as const) : null,
          })),
      )
      const written = await tools.cells.writeByPerson(tx, websetId, context, edits)
      size += edits.length - written.refused.length
      refused.push(...written.refused.slice(0, MOST_REFUSED - refused.length))
      last = page.at(-1)!.id
      // The history of a million cells is written as it comes, and not kept in memory.
      if (page.length === ROWS_AT_ONCE) await tools.changes.raiseNow(tx, websetId)
    }
    return { label: `clearing ${plural(size, 'cell')}`, size, payload: {}, refused }
  },
  ...ONLY_CELLS,
}
