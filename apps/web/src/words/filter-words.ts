import type { Column, Filter, FILTER_OPERATORS } from '@enrichify/contracts'
import type { ColumnKind } from '@enrichify/domain'
import { CELL_STATES, EMPTY_REASONS } from '@enrichify/domain'
import { EMPTY_WORDS, STATE_WORDS } from '../sheet/cells/cell-words.ts'

export type FilterOperator = (typeof FILTER_OPERATORS)[number]

export const OPERATOR_WORDS = {
  contains: 'contains',
  equals: 'is',
  not_equals: 'is not',
  greater: 'is greater than',
  less: 'is less than',
  empty: 'is empty',
  not_empty: 'is not empty',
  state: 'has the state',
  reason: 'is empty because',
  flag: 'is marked',
} satisfies Record<FilterOperator, string>

const PRESENCE = ['not_empty', 'empty'] as const
const WORDS = ['contains', 'equals', 'not_equals', ...PRESENCE] as const
const ORDERED = ['equals', 'not_equals', 'greater', 'less', ...PRESENCE] as const

const BY_KIND = {
  text: WORDS,
  number: ORDERED,
  date: ORDERED,
  url: WORDS,
  email: WORDS,
  phone: WORDS,
  choice: ['equals', 'not_equals', 'contains', ...PRESENCE],
  boolean: ['equals', ...PRESENCE],
  list: ['contains', ...PRESENCE],
} satisfies Record<ColumnKind, readonly FilterOperator[]>

export function operatorsFor(column: Column): readonly FilterOperator[] {
  return column.enrichment ? ['state', 'reason', 'flag', ...BY_KIND[column.kind]] : BY_KIND[column.kind]
}

/** The values an operator offers; null when any text will do, `[]` when it takes none. */
export function valuesFor(column: Column, op: FilterOperator): { value: string; label: string }[] | null {
  if (op === 'empty' || op === 'not_empty') return []
  if (op === 'state') return CELL_STATES.map((state) => ({ value: state, label: STATE_WORDS[state] }))
  if (op === 'flag')
    return [
      { value: 'conflict', label: 'sources disagree' },
      { value: 'stale', label: 'out of date' },
    ]
  if (op === 'reason') return EMPTY_REASONS.map((reason) => ({ value: reason, label: EMPTY_WORDS[reason] }))
  if (column.kind === 'boolean')
    return [
      { value: 'true', label: 'Yes' },
      { value: 'false', label: 'No' },
    ]
  if (column.kind === 'choice' && column.settings.options?.length)
    return column.settings.options.map((option) => ({ value: option, label: option }))
  return null
}

export function filterWords(filter: Filter, columns: readonly Column[]): string {
  const column = columns.find((candidate) => candidate.id === filter.column)
  if (!column) return 'A deleted column'
  const value =
    valuesFor(column, filter.op)?.find((option) => option.value === filter.value)?.label ?? filter.value ?? ''
  return `${column.name} ${OPERATOR_WORDS[filter.op]}${value ? ` ${value}` : ''}`
}
