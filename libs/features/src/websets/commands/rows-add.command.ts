import type { CellValueJson, Refusal } from '@enrichify/contracts'
import { rangesOf, type IdRanges } from '@enrichify/database'
import { type CellValue, plural, Refused } from '@enrichify/domain'
import { MAX_ROWS } from '../limits.ts'
import { readValue } from '../read-value.ts'
import { notValid } from '../refusals.ts'
import type { Command } from './command.ts'
import { moveRows } from './move-rows.ts'

export const rowsAdd: Command<{ rows: readonly Record<string, CellValueJson>[] }, { ranges: IdRanges }> = {
  async apply(tx, { websetId }, { rows }, tools) {
    const { rowCount } = await tools.websets.versions(tx, websetId)
    if (rowCount + rows.length > MAX_ROWS)
      throw new Refused('too_many_rows', `A webset has at most ${plural(MAX_ROWS, 'row')}.`, 'unprocessable', {
        limit: MAX_ROWS,
      })
    const columns = new Map((await tools.websets.listColumns(tx, websetId)).map((column) => [column.id, column]))
    const refused: Refusal[] = []
    const clean = rows.map((row, index) => {
      const cells: Record<string, CellValue> = {}
      for (const [columnId, json] of Object.entries(row)) {
        const column = columns.get(columnId)
        const parsed = column
          ? readValue(column, json)
          : { ok: false as const, reason: 'is not a column of this webset' }
        if (!parsed.ok) refused.push(notValid({ columnId, index }, parsed.reason))
        else if (parsed.value !== null) cells[columnId] = parsed.value
      }
      return cells
    })
    const made = await tools.rows.append(tx, websetId, clean)
    const ids = made.map(({ id }) => id)
    await tools.changes.note(tx, websetId, { rows: { kind: 'added', moved: { count: ids.length, ids } } })
    return {
      label: made.length === 1 ? 'adding a row' : `adding ${plural(made.length, 'row')}`,
      size: made.length,
      payload: { ranges: rangesOf(ids) },
      refused,
    }
  },
  takeBack: (tx, context, { ranges }, tools) => moveRows(tx, context, ranges, true, tools),
  bringBack: (tx, context, { ranges }, tools) => moveRows(tx, context, ranges, false, tools),
}
