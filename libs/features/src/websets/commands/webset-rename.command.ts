import type { Command } from './command.ts'

export const websetRename: Command<{ name: string }> = {
  undo: (tx, websetId, { name }, { websets }) => websets.update(tx, websetId, { name }),
}
