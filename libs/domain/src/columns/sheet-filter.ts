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
