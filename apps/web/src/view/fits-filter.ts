import type { Filter } from '@enrichify/contracts'
import type { CellValue, ColumnKind } from '@enrichify/domain'
import { valueText } from '../words/value-text.ts'

export interface FilteredRow {
  cells: Readonly<Record<string, CellValue>>
  marks: Readonly<
    Record<string, { state: string | null; empty?: string | null | undefined; stale?: boolean; conflict?: boolean }>
  >
}

/**
 * Whether a row fits a filter, as the server would say; null where only the server knows. It decides about a mark and
 * about words: which rows a view has is the server's answer.
 */
export function fitsFilter(
  { column, op, value = '' }: Filter,
  kind: ColumnKind | undefined,
  { cells, marks }: FilteredRow,
): boolean | null {
  // A filter over a deleted column matches everything.
  if (kind === undefined) return true
  const cell = cells[column] ?? null
  const mark = marks[column]
  const text = valueText(cell).toLowerCase()
  const asked = value.toLowerCase()
  switch (op) {
    case 'contains':
      return cell !== null && text.includes(asked)
    case 'equals':
      return isEqual(kind, cell, text, asked)
    case 'not_equals': {
      const equal = isEqual(kind, cell ?? '', text, asked)
      return equal === null ? null : !equal
    }
    case 'greater':
    case 'less':
      return compare(kind, cell, value, op)
    case 'empty':
      return text === ''
    case 'not_empty':
      return text !== ''
    case 'state':
      return value === 'given' ? !mark?.state : value.split(',').includes(mark?.state ?? '')
    case 'flag':
      return (value === 'conflict' ? mark?.conflict : mark?.stale) === true
    case 'reason':
      return value.split(',').includes(mark?.empty ?? '')
  }
}

/** The same for all filters of a view. */
export function fitsFilters(
  filters: readonly Filter[],
  columns: readonly { id: string; kind: ColumnKind }[],
  row: FilteredRow,
): boolean | null {
  const found = filters.map((filter) => fitsFilter(filter, columns.find(({ id }) => id === filter.column)?.kind, row))
  return found.includes(false) ? false : found.includes(null) ? null : true
}

/** What was asked may be written in another way than it is stored: then only the server reads it. */
function isEqual(kind: ColumnKind, cell: CellValue, text: string, asked: string): boolean | null {
  if (cell === null) return false
  if (text === asked) return true
  if (kind === 'number' && typeof cell === 'number' && asked.trim() !== '' && Number.isFinite(Number(asked)))
    return cell === Number(asked)
  return kind === 'text' || kind === 'choice' || kind === 'email' ? false : null
}

function compare(kind: ColumnKind, cell: CellValue, value: string, op: 'greater' | 'less'): boolean | null {
  if (cell === null || value.trim() === '') return false
  const bySign = (difference: number) => (op === 'greater' ? difference > 0 : difference < 0)
  if (kind === 'number') {
    const number = Number(value)
    if (!Number.isFinite(number)) return null
    return typeof cell === 'number' && bySign(cell - number)
  }
  // Texts are compared by the rules of the database.
  if (kind !== 'date') return null
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return null
  if (typeof cell !== 'string' || !/^\d{4}-\d\d-\d\d/.test(cell)) return false
  return bySign(cell === value ? 0 : cell > value ? 1 : -1)
}

const EMPTY_ROW: FilteredRow = { cells: {}, marks: {} }

/** Whether rows that fit now leave the view when these columns are emptied. */
export function leaveWhenEmptied(
  filters: readonly Filter[],
  columnIds: readonly string[],
  kindOf: (columnId: string) => ColumnKind | undefined,
): boolean {
  return filters.some(
    (filter) =>
      columnIds.includes(filter.column) &&
      !['state', 'flag', 'reason'].includes(filter.op) &&
      fitsFilter(filter, kindOf(filter.column), EMPTY_ROW) === false,
  )
}
