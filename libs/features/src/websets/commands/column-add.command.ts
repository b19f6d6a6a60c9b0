import type { Command } from './command.ts'

export const columnAdd: Command<{ columnId: string }> = {
  undo: (tx, websetId, { columnId }, { websets }) =>
    websets.updateColumn(tx, websetId, columnId, { deletedAt: new Date() }),
}
