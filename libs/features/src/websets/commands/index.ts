import { cellsChoose } from './cells-choose.command.ts'
import { cellsClear } from './cells-clear.command.ts'
import { cellsEdit } from './cells-edit.command.ts'
import { cellsJudge } from './cells-judge.command.ts'
import { changeset } from './changeset.command.ts'
import { columnAdd } from './column-add.command.ts'
import { columnDelete } from './column-delete.command.ts'
import { columnRestore } from './column-restore.command.ts'
import { columnUpdate } from './column-update.command.ts'
import { importCommand } from './import.command.ts'
import { rowsAdd } from './rows-add.command.ts'
import { rowsDelete } from './rows-delete.command.ts'
import { rowsRestore } from './rows-restore.command.ts'
import { websetRename } from './webset-rename.command.ts'

/** Every kind of change that there is. The names are stored and never change. */
export const COMMANDS = {
  'cells.edit': cellsEdit,
  'cells.clear': cellsClear,
  'cells.choose': cellsChoose,
  'cells.judge': cellsJudge,
  'rows.add': rowsAdd,
  'rows.delete': rowsDelete,
  'rows.restore': rowsRestore,
  import: importCommand,
  'column.add': columnAdd,
  'column.delete': columnDelete,
  'column.restore': columnRestore,
  'column.update': columnUpdate,
  changeset,
  'webset.rename': websetRename,
}

export type CommandName = keyof typeof COMMANDS
export type CommandInput<K extends CommandName> = Parameters<(typeof COMMANDS)[K]['apply']>[2]
