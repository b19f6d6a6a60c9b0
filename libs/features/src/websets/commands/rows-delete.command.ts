import type { RowSet } from '@enrichify/contracts'
import type { IdRanges } from '@enrichify/database'
import { plural } from '@enrichify/domain'
import { rangesOfSet } from '../row-sets.ts'
import type { Command } from './command.ts'
import { moveRows } from './move-rows.ts'

export const rowsDelete: Command<{ rows: RowSet }, { ranges: IdRanges }> = {
  async apply(tx, { websetId }, input, { rows, changes }) {
    const moved = await rows.setDeleted(tx, websetId, await rangesOfSet(tx, websetId, input.rows, rows), true)
    await changes.note(tx, websetId, { rows: { kind: 'removed', moved } })
    return {
      label: moved.count === 1 ? 'deleting a row' : `deleting ${plural(moved.count, 'row')}`,
      size: moved.count,
      payload: { ranges: moved.ranges },
    }
  },
  takeBack: (tx, context, { ranges }, tools) => moveRows(tx, context, ranges, false, tools),
  bringBack: (tx, context, { ranges }, tools) => moveRows(tx, context, ranges, true, tools),
}
