import type { ColumnType } from '../column-type.ts'
import { formatAny } from '../format-any.ts'

export const listColumn: ColumnType = {
  kind: 'list',
  label: 'List',
  /**
   * One item per line, or items separated by semicolons. A JSON array is read as such, so that a copied list comes
   * back whole.
   */
  parse(text) {
    const trimmed = text.trim()
    if (trimmed === '') return { ok: true, value: null }
    if (trimmed.startsWith('[')) {
      try {
        const items: unknown = JSON.parse(trimmed)
        if (Array.isArray(items) && items.every((item) => typeof item === 'string')) return { ok: true, value: items }
      } catch {
        // It is not JSON after all. A list may well begin with a bracket.
      }
    }
    const items = trimmed
      .split(/[;\n]/)
      .map((item) => item.trim())
      .filter((item) => item !== '')
    return { ok: true, value: items.length ? items : null }
  },
  format: formatAny,
  guess: (samples) => (samples.length > 0 && samples.every((sample) => sample.split(';').length >= 3) ? 0.6 : 0),
  sortAs: 'text',
}
