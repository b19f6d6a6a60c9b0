import type { ColumnType } from '../column-type.ts'

export const textColumn: ColumnType = {
  kind: 'text',
  label: 'Text',
  parse: (text) => ({ ok: true, value: text === '' ? null : text }),
  format: (value) => (value === null ? '' : typeof value === 'string' ? value : Array.isArray(value) ? JSON.stringify(value) : String(value)),
  guess: () => 0.5,
  sortAs: 'text',
}
