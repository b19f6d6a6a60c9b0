import type { Allowed } from '../../api/use-session.ts'
import type { RefusedCell } from '../../document/pending-cells.ts'
import type { CellRef } from '../../sheet/sheet-types.ts'

/**
 * Undo waits while a person has to choose between their own value and someone else's: what was typed last is not saved,
 * so the step before it is not what the person means.
 */
export function mayUndo(
  mayEdit: Allowed,
  refusals: readonly RefusedCell[],
  nameOf: (cell: CellRef) => string,
): Allowed {
  const open = refusals.find(({ theirs, isGone }) => theirs !== null && !isGone)
  if (mayEdit !== true || !open) return mayEdit
  return `Nothing was undone. ${nameOf(open)} was changed meanwhile: first keep your value or take theirs.`
}
