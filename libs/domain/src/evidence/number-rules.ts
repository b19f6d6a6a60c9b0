import { foldText } from './normalise-text.ts'
import type { QuoteWindow } from './quote-window.ts'

const NUMBER = /(?<![\p{L}\d])[-+]?\d+(?:[.,' ]\d{3})*(?:[.,]\d+)?/gu
const SCALES: [RegExp, number][] = [
  [/^\s?(?:k|thousand|tsd\.?|tausend|mil(?:le)?)(?![\p{L}])/iu, 1e3],
  [/^\s?(?:m|mm|mio\.?|mln\.?|millions?|millionen|milli[oó]n(?:es)?|milioni?|miljoen)(?![\p{L}])/iu, 1e6],
  [/^\s?(?:b|bn|mrd\.?|billions?|milliarden?|milliards?|miliardi?|miljard)(?![\p{L}])/iu, 1e9],
]
const MONTHS = ['jan|ene|gen|janv|sty', 'feb|fev|fév|lut', 'mar|mär|maa|mrt', 'apr|avr|abr|kwi', 'may|mai|mag|mei|maj|mayo', 'jun|juin|giu|cze', 'jul|juil|lug|lip', 'aug|aou|aoû|ago|sie', 'sep|set|wrz', 'oct|okt|ott|out|paź', 'nov|lis', 'dec|dez|déc|dic|gru']

/** The number stands in the quote as a whole number, grouped by any custom, scaled by a word (`2.5 million`) or a percent sign left off. */
export function followsNumber(value: number, window: QuoteWindow): string | null {
  for (const match of window.text.matchAll(NUMBER)) {
    const start = match.index
    const end = start + match[0].length
    if (start < window.from || end > window.to || /^(?:[\d]|[.,]\d)/.test(window.text.slice(end)) || /\d[.,]$/.test(window.text.slice(0, start))) continue
    const scales = [1, ...SCALES.filter(([pattern]) => pattern.test(window.text.slice(end, end + 14))).map(([, scale]) => scale)]
    for (const read of readings(match[0])) for (const scale of scales.slice(-1)) if (nearlyEqual(read * scale, value)) return scale === 1 ? 'number:printed' : 'number:scaled'
  }
  return null
}

function nearlyEqual(a: number, b: number): boolean {
  return Math.abs(a - b) <= Math.abs(b) * 1e-12
}

/** `1.234` is one thousand in Berlin and one and a bit in London; both readings are what the page printed. */
function readings(text: string): number[] {
  const compact = text.replaceAll(/['\s]/g, '')
  const plain = compact.replaceAll(',', '')
  const swapped = compact.replaceAll('.', '').replace(',', '.')
  const found = new Set<number>()
  if (/^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^[-+]?\d+(?:\.\d+)?$/.test(compact)) found.add(Number(plain))
  if (/^[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$|^[-+]?\d+(?:,\d+)?$/.test(compact)) found.add(Number(swapped))
  return [...found]
}

/** A four-digit year that is not part of a longer number. */
export function followsYear(value: number, window: QuoteWindow): string | null {
  if (!Number.isInteger(value) || value < 1000 || value > 2999) return null
  for (const match of window.text.matchAll(new RegExp(`(?<![\\d])(?<!\\d[.,])${value}(?!\\d|[.,]\\d)`, 'g'))) {
    if (match.index >= window.from && match.index + 4 <= window.to) return 'year:token'
  }
  return null
}

/** An ISO date (`2024-05-01`, also `2024-05` and `2024`): written so, with the month's name, or in numbers in either order. */
export function followsDate(value: string, window: QuoteWindow): string | null {
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?/.exec(value)
  if (!match) return null
  const [, year, month, day] = match as unknown as [string, string, string | undefined, string | undefined]
  if (!month) return followsYear(Number(year), window)
  const name = `(?:${MONTHS[Number(month) - 1] ?? '(?!)'})\\p{L}*\\.?`
  const m = `0?${Number(month)}`
  const d = day ? `0?${Number(day)}(?:st|nd|rd|th|\\.|er)?` : ''
  const short = `(?:${year}|'?${year.slice(2)})`
  const forms = day
    ? [`${year}[-./ ]${m}[-./ ]${d}`, `${d}[-./ ]{1,2}${m}[-./ ]{1,2}${short}`, `${m}[-./ ]${d}[-./ ]${short}`, `${d}\\s?(?:of |de |di )?${name},?\\s?(?:de |del )?${year}`, `${name}\\s?${d},?\\s?${year}`, `${year},?\\s${name}\\s${d}`]
    : [`${year}[-./]${m}`, `${m}[-./]${year}`, `${name},?\\s?(?:de |of )?${year}`]
  const text = foldText(window.quote)
  return forms.some((form) => new RegExp(`(?<![\\p{L}\\d])(?:${foldPattern(form)})(?![\\d])`, 'iu').test(text)) ? 'date:written' : null
}

function foldPattern(pattern: string): string {
  return pattern.replaceAll('ä', 'a').replaceAll(/[éû]/g, (letter) => (letter === 'é' ? 'e' : 'u')).replaceAll('ź', 'z')
}
