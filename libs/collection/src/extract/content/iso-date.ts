const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * Turns a date as pages write it into ISO 8601. Dates and times in ISO form stay as they are, with their offset;
 * English month names and RFC 2822 become `YYYY-MM-DD`. Null for anything impossible or ambiguous, such as
 * 03/04/2024.
 */
export function isoDate(text: string | null | undefined): string | null {
  const value = (text ?? '').trim()
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?/.exec(
    value,
  )
  if (iso !== null) {
    const day = dayOf(iso[1], iso[2], iso[3])
    if (day === null || iso[4] === undefined) return day
    const offset = iso[6] === undefined ? '' : iso[6].replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')
    return `${day}T${iso[4]}${(iso[5] ?? ':00').slice(0, 3)}${offset}`
  }
  const compact = /^(20\d{2}|19\d{2})(\d{2})(\d{2})$/.exec(value)
  if (compact !== null) return dayOf(compact[1], compact[2], compact[3])
  const dayFirst = /\b(\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?([a-z]{3,9})\.?,?\s+(\d{4})\b/i.exec(value)
  if (dayFirst !== null) return dayOf(dayFirst[3], monthOf(dayFirst[2]), dayFirst[1])
  const monthFirst = /\b([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b/i.exec(value)
  return monthFirst === null ? null : dayOf(monthFirst[3], monthOf(monthFirst[1]), monthFirst[2])
}

function monthOf(name: string | undefined): string | undefined {
  const index = months.indexOf((name ?? '').slice(0, 3).toLowerCase())
  return index < 0 ? undefined : String(index + 1)
}

function dayOf(year: string | undefined, month: string | undefined, day: string | undefined): string | null {
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  const date = new Date(Date.UTC(y, m - 1, d))
  if (!(y > 1900 && y < 2200) || date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return null
  return date.toISOString().slice(0, 10)
}
