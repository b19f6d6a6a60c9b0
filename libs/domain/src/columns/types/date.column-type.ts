import { share, type ColumnType } from '../column-type.ts'
import { formatAny } from '../format-any.ts'

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/
const DAY_FIRST = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/
const YEAR_FIRST = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/
const SLASHED = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const NAMED = /^(?:(\d{1,2})\.? ([A-Za-z]{3,9})\.?,? (\d{4})|([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4}))$/

function isoDay(year: number, month: number, day: number): string | null {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  if (days === undefined || day < 1 || day > days) return null
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/**
 * A day as `YYYY-MM-DD`, or an instant as ISO 8601. `03/04/2024` can be two days, so it is read only when one part is
 * above 12. A guess would change data silently.
 */
export function readDate(text: string): string | null {
  const trimmed = text.trim()
  let match = ISO.exec(trimmed)
  if (match) {
    const day = isoDay(Number(match[1]), Number(match[2]), Number(match[3]))
    if (!day || !match[4]) return day
    const [hours = 0, minutes = 0] = match[4].split(':').map(Number)
    return hours < 24 && minutes < 60 ? `${day}T${match[4]}${match[5] ?? ''}` : null
  }
  if ((match = DAY_FIRST.exec(trimmed))) return isoDay(Number(match[3]), Number(match[2]), Number(match[1]))
  if ((match = YEAR_FIRST.exec(trimmed))) return isoDay(Number(match[1]), Number(match[2]), Number(match[3]))
  if ((match = SLASHED.exec(trimmed))) {
    const [first, second, year] = [Number(match[1]), Number(match[2]), Number(match[3])]
    if (first > 12) return isoDay(year, second, first)
    return second > 12 || first === second ? isoDay(year, first, second) : null
  }
  if ((match = NAMED.exec(trimmed))) {
    const month = MONTHS.indexOf((match[2] ?? match[4] ?? '').slice(0, 3).toLowerCase()) + 1
    return month ? isoDay(Number(match[3] ?? match[6]), month, Number(match[1] ?? match[5])) : null
  }
  return null
}

export const dateColumn: ColumnType = {
  kind: 'date',
  label: 'Date',
  parse(text) {
    if (text.trim() === '') return { ok: true, value: null }
    const value = readDate(text)
    return value
      ? { ok: true, value }
      : { ok: false, reason: 'is not a date that reads only one way; write it as 2026-03-31' }
  },
  format: formatAny,
  guess: (samples) => share(samples, (text) => readDate(text) !== null) * 0.95,
  sortAs: 'text',
}
