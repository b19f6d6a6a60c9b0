import type { Webset } from '@enrichify/contracts'
import {
  Archive,
  Columns3,
  FileDown,
  FileUp,
  GraduationCap,
  History,
  ListRestart,
  MessageSquareText,
  PanelRight,
  Pencil,
  Plus,
  Redo2,
  Search,
  Trash,
  Trash2,
  Undo2,
} from 'lucide-react'
import type { Action } from '../../actions/action.ts'
import { useAllowed, type Allowed } from '../../api/use-session.ts'
import type { CellRef, SheetSelection } from '../../sheet/sheet-types.ts'
import { runActions, type ColumnContext } from './column-actions.ts'
import { usePractice } from './practice-mode.tsx'

/** The dialogs about the whole webset. */
export type WebsetDialog = 'export' | 'archive' | 'trash' | 'runs' | 'changes' | 'rename-webset' | 'delete-webset'

interface Options {
  webset: Webset
  context: ColumnContext
  selection: SheetSelection
  undo: () => void
  mayUndo: Allowed
  redo: () => void
  openDialog: (dialog: WebsetDialog) => void
  chooseImport: () => void
  deleteSelected: () => void
  openCell: (cell: CellRef) => void
  appendRow: () => void
  onAddColumn: () => void
  onSearch: () => void
  onChat: () => void
}

/** Everything that can be done in the sheet. Toolbar, menus, palette and keyboard take their actions from here. */
export function useSheetActions({ webset, context, selection, ...options }: Options) {
  const { mayEdit, mayRun } = context
  const mayDelete = useAllowed('websets.delete')
  const mayImport = useAllowed('imports.run')
  const mayExport = useAllowed('exports.run')
  const mayArchive = useAllowed('archives.upload')
  const { set: setPractice } = usePractice(webset.id)
  const hasQuestions = webset.columns.some((column) => column.enrichment)
  const open = (dialog: WebsetDialog) => () => options.openDialog(dialog)

  const addColumn: Action = {
    name: 'column.add',
    label: 'Add a column',
    icon: Columns3,
    group: 'Sheet',
    shortcut: 'mod+shift+enter',
    canRun: () => mayEdit,
    run: options.onAddColumn,
  }
  const addRow: Action = {
    name: 'row.add',
    label: 'Add a row',
    icon: Plus,
    group: 'Sheet',
    canRun: () => mayEdit,
    run: options.appendRow,
  }
  const undo: Action = {
    name: 'webset.undo',
    label: 'Undo',
    icon: Undo2,
    group: 'Sheet',
    shortcut: 'mod+z',
    canRun: () => options.mayUndo,
    run: options.undo,
  }
  const redo: Action = {
    name: 'webset.redo',
    label: 'Redo',
    icon: Redo2,
    group: 'Sheet',
    shortcut: 'mod+shift+z',
    alsoBy: 'mod+y',
    canRun: () => mayEdit,
    run: options.redo,
  }
  const changes: Action = {
    name: 'webset.changes',
    label: 'All changes',
    icon: ListRestart,
    group: 'Webset',
    run: open('changes'),
  }
  const search: Action = {
    name: 'sheet.search',
    label: 'Search the sheet',
    icon: Search,
    group: 'Sheet',
    shortcut: '/',
    run: options.onSearch,
  }
  const chat: Action = {
    name: 'chat.open',
    label: 'Ask the sheet',
    icon: MessageSquareText,
    group: 'Sheet',
    shortcut: 'mod+j',
    where: 'anywhere',
    run: options.onChat,
  }
  const openCell: Action = {
    name: 'cell.open',
    label: 'Open the cell’s evidence',
    icon: PanelRight,
    group: 'Sheet',
    shortcut: 'space',
    where: 'sheet',
    canRun: () => selection.focus !== null || 'Select a cell first.',
    run: () => selection.focus && options.openCell(selection.focus),
  }
  const deleteRows: Action = {
    name: 'rows.delete',
    label: 'Move the selected rows to the trash',
    icon: Trash2,
    group: 'Sheet',
    danger: true,
    canRun: () => (mayEdit === true && selection.rowCount === 0 ? 'Select rows by their numbers first.' : mayEdit),
    run: options.deleteSelected,
  }
  const importFile: Action = {
    name: 'webset.import',
    label: 'Import a file',
    icon: FileUp,
    group: 'Files',
    canRun: () => mayImport,
    run: options.chooseImport,
  }
  const exportFile: Action = {
    name: 'webset.export',
    label: 'Export',
    icon: FileDown,
    group: 'Files',
    shortcut: 'mod+shift+e',
    canRun: () => mayExport,
    run: open('export'),
  }
  const archive: Action = {
    name: 'webset.archive',
    label: 'Pages from an archive',
    icon: Archive,
    group: 'Files',
    canRun: () => mayArchive,
    run: open('archive'),
  }
  const rename: Action = {
    name: 'webset.rename',
    label: 'Rename the webset',
    icon: Pencil,
    group: 'Webset',
    canRun: () => mayEdit,
    run: open('rename-webset'),
  }
  const practice: Action = {
    name: 'webset.practice',
    label: 'Practice mode',
    icon: GraduationCap,
    group: 'Webset',
    checked: webset.practice,
    canRun: () => mayEdit,
    run: () => setPractice(!webset.practice),
  }
  const trash: Action = {
    name: 'webset.trash',
    label: 'Trash of this webset',
    icon: Trash,
    group: 'Webset',
    run: open('trash'),
  }
  const history: Action = {
    name: 'runs.history',
    label: 'History of runs',
    icon: History,
    group: 'Webset',
    run: open('runs'),
  }
  const remove: Action = {
    name: 'webset.delete',
    label: 'Move the webset to the trash',
    icon: Trash2,
    group: 'Danger',
    danger: true,
    canRun: () => mayDelete,
    run: open('delete-webset'),
  }
  const run = runActions(undefined, {
    ...context,
    mayRun: mayRun === true && !hasQuestions ? 'Add a column with a question first.' : mayRun,
  }).map((action) => ({ ...action, label: action.label, group: 'Run all questions' }))

  return {
    all: [
      ...run,
      addColumn,
      addRow,
      undo,
      redo,
      search,
      chat,
      openCell,
      deleteRows,
      importFile,
      exportFile,
      archive,
      rename,
      practice,
      trash,
      history,
      changes,
      remove,
    ],
    run,
    addColumn,
    addRow,
    undo,
    redo,
    search,
    chat,
    importFile,
    exportFile,
    webset: [rename, changes, history, practice, trash, archive, remove],
  }
}
export type SheetActions = ReturnType<typeof useSheetActions>
