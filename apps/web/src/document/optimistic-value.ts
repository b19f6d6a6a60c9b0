import type { CellValueJson } from '@enrichify/contracts'
import type { ColumnKind } from '@enrichify/domain'

/** What the sheet shows until the server has parsed the text: close enough that the cell does not jump. */
export function optimisticValue(kind: ColumnKind, text: string): CellValueJson {
  const trimmed = text.trim()
  if (trimmed === '') return null
  switch (kind) {
    case 'boolean':
      return /^(?:true|yes|y|x|1)$/i.test(trimmed)
    case 'number':
      return Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed
    case 'list':
      return trimmed
        .split(/[;\n]/)
        .map((item) => item.trim())
        .filter((item) => item !== '')
    default:
      return text
  }
}
