import type { ColumnKind } from '@enrichify/domain/values'
import type { PlannedColumn } from './plan-columns.ts'

export interface ExistingColumn {
  id: string
  name: string
  kind: ColumnKind
  /** By runs. */
  isAnswered: boolean
}

/**
 * Which column of the webset each column of the file fills: the one of the same name, whatever its case, spaces and
 * underscores. A column that runs answer is filled by no file, so that one becomes a new column, like one without a
 * match.
 */
export function matchColumns(planned: readonly PlannedColumn[], existing: readonly ExistingColumn[]): PlannedColumn[] {
  if (existing.length === 0) return [...planned]
  const free = new Map(
    existing.filter(({ isAnswered }) => !isAnswered).map((column) => [plainName(column.name), column]),
  )
  return planned.map((column) => {
    const match = free.get(plainName(column.name))
    if (!match) return { ...column, columnId: null }
    free.delete(plainName(column.name))
    return { ...column, kind: match.kind, columnId: match.id }
  })
}

function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_]+/g, '')
}
