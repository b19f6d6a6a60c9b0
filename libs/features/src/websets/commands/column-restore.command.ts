import { notFound } from '@enrichify/domain'
import type { Command } from './command.ts'
import { moveColumns } from './move-columns.ts'

export const columnRestore: Command<{ columnId: string }, { columnIds: string[] }> = {
  async apply(tx, context, { columnId }, tools) {
    const column = await tools.websets.findColumn(tx, context.websetId, columnId, { deleted: true })
    if (!column) throw notFound('column')
    const { size } = await moveColumns(tx, context, [columnId], false, tools)
    return { label: `restoring the column “${column.name}”`, size, payload: { columnIds: [columnId] } }
  },
  takeBack: (tx, context, { columnIds }, tools) => moveColumns(tx, context, columnIds, true, tools),
  bringBack: (tx, context, { columnIds }, tools) => moveColumns(tx, context, columnIds, false, tools),
}
