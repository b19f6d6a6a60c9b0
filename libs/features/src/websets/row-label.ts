import type { ColumnEntity, StoredRow } from '@enrichify/database'
import { COLUMN_TYPES } from '@enrichify/domain'

const LONGEST = 60

/** A row in words: its first cell that has a text. */
export function rowLabel(row: StoredRow, columns: readonly ColumnEntity[]): string {
  const text = columns
    .map((column) => COLUMN_TYPES[column.kind].format(row.cells[column.id] ?? null))
    .find((found) => found !== '')
  if (!text) return `Row ${row.id}`
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
