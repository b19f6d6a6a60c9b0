import type { ColumnKind } from './column-type.ts'
import { dateColumn } from './types/date.column-type.ts'
import { numberColumn } from './types/number.column-type.ts'

/** What a filter may ask of a column. */
export const SHEET_OPERATORS = [
  'contains',
  'equals',
  'not_equals',
  'greater',
  'less',
  'empty',
  'not_empty',
  'state',
] as const
export type SheetOperator = (typeof SHEET_OPERATORS)[number]

export interface SheetFilter {
  column: string
  op: SheetOperator
  value?: string
}

/**
 * Why a filter cannot compare: its value is not one of the column's type. Words that follow the value in a sentence;
 * null if it can. Cells that are not of the type are neither greater nor less, but what is asked must be.
 */
export function comparisonProblem(
  { op, value = '' }: { op: string; value?: string | undefined },
  kind: ColumnKind,
): string | null {
  if (op !== 'greater' && op !== 'less') return null
  if (value.trim() === '') return 'is nothing to compare with'
  // A number with more digits than a cell keeps can still be a bound.
  if (kind === 'number' && Number.isFinite(Number(value))) return null
  const type = kind === 'number' ? numberColumn : kind === 'date' ? dateColumn : null
  const parsed = type?.parse(value, {})
  return !parsed || parsed.ok ? null : parsed.reason
}
