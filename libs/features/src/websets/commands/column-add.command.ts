import { addColumnsIn } from '../add-columns.ts'
import type { NewColumn } from '../plan-column.ts'
import type { Command } from './command.ts'
import { moveColumns } from './move-columns.ts'

export const columnAdd: Command<NewColumn, { columnId: string }> = {
  async apply(tx, { websetId }, input, { websets, changes }) {
    const [column] = await addColumnsIn(tx, websets, websetId, [input])
    await changes.note(tx, websetId, { columns: true })
    return {
      label: `adding the column “${column!.name}”`,
      size: 1,
      payload: { columnId: column!.id },
      columns: [column!],
    }
  },
  takeBack: (tx, context, { columnId }, tools) => moveColumns(tx, context, [columnId], true, tools),
  bringBack: (tx, context, { columnId }, tools) => moveColumns(tx, context, [columnId], false, tools),
}
