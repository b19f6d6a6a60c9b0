import type { ColumnType } from '../column-type.ts'
import { formatAny } from '../format-any.ts'

const PLAIN = /^[-+]?(?:\d+|\d*\.\d+)(?:[eE][-+]?\d+)?$/
const GROUPED = /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/
const CONTINENTAL = /^[-+]?(?:\d{1,3}(?:[. ]\d{3})+|\d+),\d+$/

/** Reads `1,234.5`, `1 234,5` and `1.234,5`. A leading zero (`007`) marks an identifier, not a number. */
export function readNumber(text: string): number | null {
  const trimmed = text.replace(/[\u00a0\u202f]/g, ' ').trim()
  if (/^[-+]?0\d/.test(trimmed)) return null
  let plain: string | null = null
  if (PLAIN.test(trimmed)) plain = trimmed
  else if (GROUPED.test(trimmed)) plain = trimmed.replaceAll(',', '')
  else if (CONTINENTAL.test(trimmed)) plain = trimmed.replace(/[. ]/g, '').replace(',', '.')
  if (plain === null) return null
  const value = Number(plain)
  return Number.isFinite(value) ? value : null
}

/**
 * A number that a double cannot represent exactly (an account number, say) must stay text. Otherwise digits are lost.
 */
function isExact(text: string): boolean {
  return text.replace(/\D/g, '').length <= 15
}

export const numberColumn: ColumnType = {
  kind: 'number',
  label: 'Number',
  parse(text) {
    if (text.trim() === '') return { ok: true, value: null }
    const value = readNumber(text)
    if (value === null) return { ok: false, reason: 'is not a number such as 1234.5 or 1,234.5' }
    return isExact(text)
      ? { ok: true, value }
      : { ok: false, reason: 'has more digits than a number keeps exactly; make the column Text' }
  },
  format: formatAny,
  guess: (samples) =>
    samples.every((sample) => readNumber(sample) !== null && isExact(sample)) && samples.length > 0 ? 0.9 : 0,
  sortAs: 'number',
}
