import type { Command } from './command.ts'

export const websetRename: Command<{ name: string }> = {
  takeBack: (tx, websetId, { name }, { websets }) => websets.update(tx, websetId, { name }),
}
