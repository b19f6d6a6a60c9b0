import type { Refusal, RowSet } from '@enrichify/contracts'
import { plural } from '@enrichify/domain'
import { gone } from '../refusals.ts'
import { rangesOfSet } from '../row-sets.ts'
import { ONLY_CELLS, type Command, type Payload } from './command.ts'

const ROWS_AT_ONCE = 2000
const MOST_REFUSED = 1000

/** Empties the cells of some columns in any number of rows. Runs leave them empty, as a person wanted them. */
export const cellsClear: Command<{ rows: RowSet; columnIds: readonly string[] }, Payload> = {
  async apply(tx, context, input, tools) {
    const { websetId } = context
    const columns = (await tools.websets.listColumns(tx, websetId)).filter(({ id }) => input.columnIds.includes(id))
    const ranges = await rangesOfSet(tx, websetId, input.rows, tools.rows)
    const refused: Refusal[] = input.columnIds
      .filter((columnId) => !columns.some(({ id }) => id === columnId))
      .map((columnId) => gone({ columnId }, 'is not a column of this webset'))
    let size = 0
    // In the order of ids, as every writer locks rows.
    for await (const ids of tools.rows.eachInRanges(tx, websetId, ranges, ROWS_AT_ONCE)) {
      const page = await tools.rows.byIds(tx, websetId, ids)
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
      size += written.written
      refused.push(...written.refused.slice(0, Math.max(0, MOST_REFUSED - refused.length)))
    }
    return { label: `clearing ${plural(size, 'cell')}`, size, payload: {}, refused }
  },
  ...ONLY_CELLS,
}
