import type { CellValueJson } from '@enrichify/contracts'
import type { ColumnEntity } from '@enrichify/database'
import { COLUMN_TYPES, type ColumnKind } from '@enrichify/domain'

/** Values as JSON. Text goes through the column's type, so that every way in accepts the same values. */
export function readValue(
  column: ColumnEntity,
  json: CellValueJson,
): ReturnType<(typeof COLUMN_TYPES)[ColumnKind]['parse']> {
  if (json === null) return { ok: true, value: null }
  const type = COLUMN_TYPES[column.kind]
  if (Array.isArray(json))
    return column.kind === 'list'
      ? { ok: true, value: json.length ? json : null }
      : { ok: false, reason: 'is a list, and this column is not' }
  if (typeof json === 'number' && column.kind === 'number') return { ok: true, value: json }
  if (typeof json === 'boolean' && column.kind === 'boolean') return { ok: true, value: json }
  return type.parse(String(json), column.settings)
}
