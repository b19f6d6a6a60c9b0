import type { CellValueJson } from '@enrichify/contracts'
import type { ColumnEntity } from '@enrichify/database'
import { COLUMN_TYPES, type ColumnKind } from '@enrichify/domain'

/** Values as JSON. Text goes through the column's type, so that every way in accepts the same values. */
export function readValue(
  column: ColumnEntity,
  given: CellValueJson,
): ReturnType<(typeof COLUMN_TYPES)[ColumnKind]['parse']> {
  if (given === null) return { ok: true, value: null }
  const type = COLUMN_TYPES[column.kind]
  if (Array.isArray(given))
    return column.kind === 'list'
      ? { ok: true, value: given.length ? given : null }
      : { ok: false, reason: 'is a list, and this column is not' }
  if (typeof given === 'number' && column.kind === 'number') return { ok: true, value: given }
  if (typeof given === 'boolean' && column.kind === 'boolean') return { ok: true, value: given }
  return type.parse(String(given), column.settings)
}
