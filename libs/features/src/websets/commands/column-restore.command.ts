import { notFound } from '@enrichify/domain'
import type { Command } from './command.ts'
import { moveColumns } from './move-columns.ts'

export const columnRestore: Command<{ columnId: string }, { columnId: string }> = {
  async apply(tx, context, { columnId }, tools) {
    const column = await tools.websets.findColumn(tx, context.websetId, columnId, { deleted: true })
    if (!column) throw notFound('column')
    const size = column.deletedAt === null ? 0 : 1
    if (size) await moveColumns(tx, context, [columnId], false, tools)
    return { label: `restoring the column “${column.name}”`, size, payload: { columnId }, columns: [column] }
  },
  takeBack: (tx, context, { columnId }, tools) => moveColumns(tx, context, [columnId], true, tools),
  bringBack: (tx, context, { columnId }, tools) => moveColumns(tx, context, [columnId], false, tools),
}
