import { addColumnsIn } from '../add-columns.ts'
import type { NewColumn } from '../plan-column.ts'
import type { Command } from './command.ts'
import { moveColumns } from './move-columns.ts'

export const columnAdd: Command<NewColumn, { columnIds: string[] }> = {
  async apply(tx, { websetId }, input, { websets, changes }) {
    const [column] = await addColumnsIn(tx, websets, websetId, [input])
    await changes.note(tx, websetId, { columns: true })
    return { label: `adding the column “${column!.name}”`, size: 1, payload: { columnIds: [column!.id] } }
  },
  takeBack: (tx, context, { columnIds }, tools) => moveColumns(tx, context, columnIds, true, tools),
  bringBack: (tx, context, { columnIds }, tools) => moveColumns(tx, context, columnIds, false, tools),
}
