import type { Command } from './command.ts'

export const columnDelete: Command<{ columnId: string }> = {
  undo: (tx, websetId, { columnId }, { websets }) => websets.updateColumn(tx, websetId, columnId, { deletedAt: null }),
}
