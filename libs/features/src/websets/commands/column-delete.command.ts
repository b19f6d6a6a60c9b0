import type { Command } from './command.ts'

export const columnDelete: Command<{ columnId: string }> = {
  takeBack: async (tx, websetId, { columnId }, { websets }) =>
    void (await websets.updateColumn(tx, websetId, columnId, { deletedAt: null })),
}
