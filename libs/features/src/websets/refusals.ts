import type { Refusal } from '@enrichify/contracts'
import type { CellKey, ChangeRow, ColumnSave } from '@enrichify/database'

const NOTHING: Refusal = { rowId: null, columnId: null, reason: 'not_valid', detail: '', theirs: null, index: null }

/**
 * Someone else was first, or the person themselves: `how` says in which way. Both values are in the history.
 * @param userId who asked
 */
export function changedSince(change: ChangeRow, userId: string | null, how: 'in another tab' | 'since'): Refusal {
  const by = nameOf(change)
  const byYou = userId !== null && change.userId === userId
  return {
    ...NOTHING,
    rowId: change.rowId,
    columnId: change.columnId,
    reason: 'changed_since',
    detail: byYou ? `was changed by you ${how}` : `was changed by ${by} meanwhile`,
    theirs: { value: change.after, by, byYou, at: change.at.toISOString(), version: change.version },
  }
}

/** Someone else saved the same of a column. `what`: which part of it. */
export function columnSavedBy(
  column: { id: string; name: string },
  what: string,
  { by, at, version }: Pick<ColumnSave, 'by' | 'at' | 'version'>,
): Refusal {
  return {
    ...NOTHING,
    columnId: column.id,
    reason: 'changed_since',
    detail: `The ${what} of “${column.name}” was changed by ${by || 'someone else'} meanwhile.`,
    theirs: { value: null, by, byYou: false, at: at.toISOString(), version },
  }
}

export function gone(cell: Partial<CellKey>, detail: string): Refusal {
  return { ...NOTHING, rowId: cell.rowId ?? null, columnId: cell.columnId ?? null, reason: 'gone', detail }
}

export function notValid(cell: Partial<CellKey> & { index?: number }, detail: string): Refusal {
  return { ...NOTHING, rowId: cell.rowId ?? null, columnId: cell.columnId ?? null, index: cell.index ?? null, detail }
}

/** Someone else said something about the same value later. */
export function judgedSince(cell: CellKey, by: string): Refusal {
  return { ...NOTHING, ...cell, reason: 'changed_since', detail: `was judged by ${by} meanwhile` }
}

/** Something else than a cell: `detail` says what. */
export function changedOtherwise(detail: string): Refusal {
  return { ...NOTHING, reason: 'changed_since', detail }
}

/** It was taken back, or done again, in another way. */
export function already(detail: string): Refusal {
  return { ...NOTHING, reason: 'already', detail }
}

function nameOf({ actorKind, actorName }: ChangeRow): string {
  return actorName ?? (actorKind === 'run' ? 'a run' : 'Enrichify')
}
