import { conditionHolds, FormulaError, type EmptyReason } from '@enrichify/domain'
import type { PlannedColumn } from './row-plan.ts'
import type { RowWork } from './row-work.ts'

/** Why a column with this condition is not asked for the row. Null: it is asked. */
export function conditionProblem(
  work: RowWork,
  condition: PlannedColumn['condition'],
): { empty: EmptyReason; note: string } | null {
  if (condition === null) return null
  if (typeof condition === 'string') return { empty: 'formula_error', note: condition }
  try {
    return conditionHolds(condition, (id) => work.cells[id] ?? null)
      ? null
      : { empty: 'condition_not_met', note: 'The column’s condition is not met for this row.' }
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error
    return { empty: 'formula_error', note: error.message }
  }
}
