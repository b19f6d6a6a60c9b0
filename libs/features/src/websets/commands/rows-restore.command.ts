import type { RowSet } from '@enrichify/contracts'
import type { IdRanges } from '@enrichify/database'
import { plural } from '@enrichify/domain'
import { rangesOfSet } from '../row-sets.ts'
import type { Command } from './command.ts'
import { moveRows } from './move-rows.ts'

/** Out of the trash. Without a set of rows: all of them. */
export const rowsRestore: Command<{ rows: RowSet | null }, { ranges: IdRanges }> = {
  async apply(tx, { websetId }, input, { rows, changes }) {
    const wanted = input.rows ? await rangesOfSet(tx, websetId, input.rows, rows) : await rows.trashed(tx, websetId)
    const moved = await rows.setDeleted(tx, websetId, wanted, false)
    await changes.note(tx, websetId, { rows: { kind: 'added', moved } })
    return {
      label: moved.count === 1 ? 'restoring a row' : `restoring ${plural(moved.count, 'row')}`,
      size: moved.count,
      payload: { ranges: moved.ranges },
    }
  },
  takeBack: (tx, context, { ranges }, tools) => moveRows(tx, context, ranges, true, tools),
  bringBack: (tx, context, { ranges }, tools) => moveRows(tx, context, ranges, false, tools),
}
