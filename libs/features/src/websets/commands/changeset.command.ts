import type { Command } from './command.ts'

/** A chat's change set: the columns that it made go to the trash; its cells come back like those of any action. */
export const changeset: Command<{ columnIds: string[]; messageId: string }> = {
  async takeBack(tx, websetId, { columnIds }, { websets }) {
    for (const columnId of columnIds) await websets.updateColumn(tx, websetId, columnId, { deletedAt: new Date() })
  },
}
