import { share, type ColumnType } from '../column-type.ts'
import { formatAny } from '../format-any.ts'

const TRUE = new Set(['true', 'yes', 'y', 'x', '✓', 'ja', 'oui', 'sí', 'si', 'wahr'])
const FALSE = new Set(['false', 'no', 'n', 'nein', 'non', 'falsch'])

export const booleanColumn: ColumnType = {
  kind: 'boolean',
  label: 'Yes / no',
  parse(text) {
    const word = text.trim().toLowerCase()
    if (word === '') return { ok: true, value: null }
    if (TRUE.has(word) || word === '1') return { ok: true, value: true }
    if (FALSE.has(word) || word === '0') return { ok: true, value: false }
    return { ok: false, reason: 'is not yes or no' }
  },
  format: formatAny,
  guess: (samples) => share(samples, (text) => TRUE.has(text.toLowerCase()) || FALSE.has(text.toLowerCase())) * 0.93,
  sortAs: 'text',
}
