import { notFound } from '@enrichify/domain'
import type { Command } from './command.ts'
import { moveColumns } from './move-columns.ts'

export const columnDelete: Command<{ columnId: string }, { columnId: string }> = {
  async apply(tx, context, { columnId }, tools) {
    const column = await tools.websets.findColumn(tx, context.websetId, columnId)
    if (!column) throw notFound('column')
    await moveColumns(tx, context, [columnId], true, tools)
    return { label: `deleting the column “${column.name}”`, size: 1, payload: { columnId } }
  },
  takeBack: (tx, context, { columnId }, tools) => moveColumns(tx, context, [columnId], false, tools),
  bringBack: (tx, context, { columnId }, tools) => moveColumns(tx, context, [columnId], true, tools),
}
