import type { Command } from './command.ts'

export const cellsEdit: Command<Record<string, never>> = {
  undo: async () => {},
}
