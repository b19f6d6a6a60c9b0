import { cellsEdit } from './cells-edit.command.ts'
import { changeset } from './changeset.command.ts'
import { columnAdd } from './column-add.command.ts'
import { columnDelete } from './column-delete.command.ts'
import { columnUpdate } from './column-update.command.ts'
import type { Command } from './command.ts'
import { importCommand } from './import.command.ts'
import { rowsAdd } from './rows-add.command.ts'
import { rowsDelete } from './rows-delete.command.ts'
import { websetRename } from './webset-rename.command.ts'

/** Every kind of action that the log knows. The names are stored and never change. */
export const COMMANDS = {
  'cells.edit': cellsEdit,
  'rows.add': rowsAdd,
  'rows.delete': rowsDelete,
  import: importCommand,
  'column.add': columnAdd,
  'column.delete': columnDelete,
  'column.update': columnUpdate,
  changeset,
  'webset.rename': websetRename,
}

export type ActionKind = keyof typeof COMMANDS
export type ActionPayload<K extends ActionKind> = (typeof COMMANDS)[K] extends Command<infer P> ? P : never
