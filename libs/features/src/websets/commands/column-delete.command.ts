import { notFound } from '@enrichify/domain'
import type { Command } from './command.ts'
import { moveColumns } from './move-columns.ts'

export const columnDelete: Command<{ columnId: string }, { columnIds: string[] }> = {
  async apply(tx, context, { columnId }, tools) {
    const column = await tools.websets.findColumn(tx, context.websetId, columnId)
    if (!column) throw notFound('column')
    const { size, payload } = await moveColumns(tx, context, [columnId], true, tools)
    return { label: `deleting the column “${column.name}”`, size, payload }
  },
  takeBack: (tx, context, { columnIds }, tools) => moveColumns(tx, context, columnIds, false, tools),
  bringBack: (tx, context, { columnIds }, tools) => moveColumns(tx, context, columnIds, true, tools),
}
