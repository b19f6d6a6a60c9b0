import type { Command } from './command.ts'

export const rowsDelete: Command<{ rowIds: number[] }> = {
  undo: async (tx, websetId, { rowIds }, { rows }) => void (await rows.setDeleted(tx, websetId, rowIds, false)),
}
