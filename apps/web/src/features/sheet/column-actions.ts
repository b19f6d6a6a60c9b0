import type { Column } from '@enrichify/contracts'
import {
  ArrowDownAZ,
  ArrowUpAZ,
  CircleAlert,
  CircleDashed,
  Columns2,
  FileSearch,
  Filter,
  FlaskConical,
  History,
  Pencil,
  Play,
  RefreshCw,
  Rows3,
  Shapes,
  SlidersHorizontal,
  Trash2,
  X,
} from 'lucide-react'
import type { Action } from '../../actions/action.ts'
import type { Allowed } from '../../api/use-session.ts'
import type { SheetEdits } from '../../document/sheet-edits.ts'
import { TRY_ROWS, type RunRequest } from '../../document/use-start-run.ts'
import type { SheetViewState } from '../../view/view-state.ts'
import { KIND_LABELS } from '../../words/kind-labels.ts'

export interface ColumnContext {
  view: SheetViewState
  edits: SheetEdits
  mayEdit: Allowed
  mayRun: Allowed
  selectedRows: number
  run: (request: RunRequest) => void
  runSelected: (columnIds: string[]) => void
  onRename: (column: Column) => void
  onEdit: (column: Column) => void
  onCompare: (column: Column) => void
  onRetype: (column: Column) => void
  onFilter: (column: Column) => void
}

export function columnActions(column: Column, context: ColumnContext): Action[] {
  const { view, edits, mayEdit } = context
  const direction = view.view.sort?.startsWith(`${column.id}:`) ? view.view.sort.split(':')[1] : null
  const edit = () => mayEdit
  return [
    ...(column.enrichment ? runActions([column.id], context) : []),
    {
      name: 'column.sort-asc',
      label: 'Sort ascending',
      icon: ArrowDownAZ,
      group: 'view',
      checked: direction === 'asc',
      run: () => view.setSort(column.id, 'asc'),
    },
    {
      name: 'column.sort-desc',
      label: 'Sort descending',
      icon: ArrowUpAZ,
      group: 'view',
      checked: direction === 'desc',
      run: () => view.setSort(column.id, 'desc'),
    },
    ...(direction
      ? [
          {
            name: 'column.sort-none',
            label: 'Clear the sorting',
            icon: X,
            group: 'view',
            run: () => view.setSort(column.id, null),
          },
        ]
      : []),
    { name: 'column.filter', label: 'Filter…', icon: Filter, group: 'view', run: () => context.onFilter(column) },
    {
      name: 'column.rename',
      label: 'Rename…',
      icon: Pencil,
      group: 'change',
      canRun: edit,
      run: () => context.onRename(column),
    },
    ...(column.enrichment
      ? [
          {
            name: 'column.edit',
            label: 'Edit the column…',
            icon: SlidersHorizontal,
            group: 'change',
            run: () => context.onEdit(column),
          },
          {
            name: 'column.compare',
            label: 'Compare two versions…',
            icon: Columns2,
            group: 'change',
            canRun: () => context.mayRun,
            run: () => context.onCompare(column),
          },
        ]
      : []),
    {
      name: 'column.retype',
      label: `Type: ${KIND_LABELS[column.kind]}…`,
      icon: Shapes,
      group: 'change',
      canRun: edit,
      run: () => context.onRetype(column),
    },
    {
      name: 'column.delete',
      label: 'Move to the trash',
      icon: Trash2,
      group: 'danger',
      danger: true,
      canRun: edit,
      run: () => void edits.deleteColumn(column),
    },
  ]
}

/** What can be run, over which rows. `columnIds` undefined: all enrichment columns. */
export function runActions(
  columnIds: string[] | undefined,
  { mayRun, run, runSelected, selectedRows }: Pick<ColumnContext, 'mayRun' | 'run' | 'runSelected' | 'selectedRows'>,
): Action[] {
  const what = columnIds ? { columnIds } : {}
  const can = () => mayRun
  return [
    {
      name: 'run.first',
      label: `Try on the first ${TRY_ROWS} rows`,
      icon: FlaskConical,
      group: 'run',
      canRun: can,
      run: () => run({ ...what, scope: { kind: 'first', count: TRY_ROWS } }),
    },
    {
      name: 'run.all',
      label: 'Run on all rows',
      icon: Play,
      group: 'run',
      canRun: can,
      run: () => run({ ...what, scope: { kind: 'all' } }),
    },
    {
      name: 'run.empty',
      label: 'Run empty cells',
      icon: CircleDashed,
      group: 'run',
      canRun: can,
      run: () => run({ ...what, scope: { kind: 'only_empty' } }),
    },
    {
      name: 'run.failed',
      label: 'Run failed cells again',
      icon: CircleAlert,
      group: 'run',
      canRun: can,
      run: () => run({ ...what, scope: { kind: 'only_failed' } }),
    },
    {
      name: 'run.stale',
      label: 'Run out-of-date cells',
      icon: History,
      group: 'run',
      canRun: can,
      run: () => run({ ...what, scope: { kind: 'only_stale' } }),
    },
    {
      name: 'run.selected',
      label: selectedRows > 0 ? `Run on the selected rows (${selectedRows})` : 'Run on the selected rows',
      icon: Rows3,
      group: 'run',
      canRun: () => (mayRun === true && selectedRows === 0 ? 'Select rows by their numbers first.' : mayRun),
      run: () => runSelected(columnIds ?? []),
    },
    {
      name: 'run.refresh',
      label: 'Check the quotes again',
      icon: RefreshCw,
      group: 'run-again',
      canRun: can,
      run: () => run({ ...what, scope: { kind: 'all' }, mode: 'refresh' }),
    },
    {
      name: 'run.reextract',
      label: 'Read the stored pages again',
      icon: FileSearch,
      group: 'run-again',
      canRun: can,
      run: () => run({ ...what, scope: { kind: 'all' }, mode: 'reextract' }),
    },
  ]
}
