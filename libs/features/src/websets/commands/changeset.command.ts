import type { Command } from './command.ts'

/**
 * A chat's change set: the columns that it added go to the trash, and its cells are restored like those of any action.
 */
export const changeset: Command<{ columnIds: string[]; messageId: string }> = {
  async undo(tx, websetId, { columnIds }, { websets }) {
    for (const columnId of columnIds) await websets.updateColumn(tx, websetId, columnId, { deletedAt: new Date() })
  },
}
