import type { ColumnType } from '../column-type.ts'
import { formatAny } from '../format-any.ts'

export const textColumn: ColumnType = {
  kind: 'text',
  label: 'Text',
  parse: (text) => ({ ok: true, value: text === '' ? null : text }),
  format: formatAny,
  guess: () => 0.5,
  sortAs: 'text',
}
