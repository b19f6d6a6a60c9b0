import type { Command } from './command.ts'

export const columnAdd: Command<{ columnId: string }> = {
  takeBack: (tx, websetId, { columnId }, { websets }) =>
    websets.updateColumn(tx, websetId, columnId, { deletedAt: new Date() }),
}
