import type { Command } from './command.ts'

/** The rows of an import have consecutive ids: two numbers describe a million of them. */
export const importCommand: Command<{ firstRowId: number; count: number }> = {
  undo: (tx, websetId, { firstRowId, count }, { rows }) => rows.deleteRange(tx, websetId, firstRowId, count),
}
