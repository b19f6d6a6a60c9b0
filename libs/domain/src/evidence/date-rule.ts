import { foldText } from './normalise-text.ts'
import { followsYear } from './number-rules.ts'
import type { QuoteWindow } from './quote-window.ts'
import { timesOf } from './times.ts'

/** Languages whose month names we know. No two of them give one name to two months. */
const LANGUAGES = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'pl',
  'cs',
  'sk',
  'da',
  'nb',
  'sv',
  'fi',
  'ro',
  'hu',
  'tr',
  'ru',
  'uk',
  'el',
  'ca',
  'et',
  'id',
]
let patterns: string[] | null = null

/** Every name and short form of each month, folded, as one pattern per month. Built at the first date. */
function monthPattern(month: number): string {
  patterns ??= Array.from({ length: 12 }, (_, index) => {
    const date = new Date(Date.UTC(2021, index, 15))
    const names = LANGUAGES.flatMap((language) =>
      (['long', 'short'] as const).flatMap((form) => [
        new Intl.DateTimeFormat(language, { month: form, timeZone: 'UTC' }).format(date),
        new Intl.DateTimeFormat(language, { month: form, day: 'numeric', timeZone: 'UTC' })
          .formatToParts(date)
          .find(({ type }) => type === 'month')?.value ?? '',
      ]),
    )
    const folded = [...names, ...(index === 8 ? ['sept'] : [])]
      .map((name) => foldText(name).replace(/\.$/, ''))
      .filter((name) => /^\p{L}{3,}$/u.test(name))
    return `(?:${[...new Set(folded)].sort((a, b) => b.length - a.length).join('|')})(?!\\p{L})\\.?`
  })
  return patterns[month - 1] ?? '(?!)'
}

/**
 * An ISO date (`2024-05-01`, also `2024-05`, `2024`, or with a time): written so, with the month’s name, or in
 * numbers. `03/04/2024` is two days, and a quote that can be read as another day proves neither. Dates with dots have
 * one order everywhere, and so do dates that begin with the year.
 */
export function followsDate(value: string, window: QuoteWindow): string | null {
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(.*))?)?)?$/.exec(value)
  if (!match) return null
  const [, year, month, day, hours, minutes, rest] = match as unknown as [string, string, ...(string | undefined)[]]
  if (!month) return followsYear(Number(year), window)
  const forms = day
    ? dayForms(year, month, day)
    : [
        `${year}[-./]0?${Number(month)}`,
        `0?${Number(month)}[-./]${year}`,
        `${monthPattern(Number(month))},?\\s?(?:de |of )?${year}`,
      ]
  const text = foldText(window.quote)
  if (!forms.some((form) => new RegExp(`(?<![\\p{L}\\d]|\\d[-./])(?:${form})(?!\\d|[-./]\\d)`, 'u').test(text)))
    return null
  if (hours === undefined) return 'date:written'
  // A zone, or seconds, must be printed as they are.
  if (rest && !foldText(window.quote).includes(`${hours}:${minutes}${rest}`.toLowerCase())) return null
  return timesOf(window.quote).has(Number(hours) * 60 + Number(minutes)) ? 'date:with_time' : null
}

/** Folding takes Korean syllables apart. */
const sign = (letters: string) => `(?:${[...letters].map(foldText).join('|')})`

function dayForms(year: string, month: string, day: string): string[] {
  const name = monthPattern(Number(month))
  const m = `0?${Number(month)}`
  const bare = `0?${Number(day)}`
  const d = `${bare}(?:st|nd|rd|th|\\.|er|º|o|ª)?`
  // Two digits name a year of the hundred around 2000, as everywhere.
  const short = Number(year) >= 1950 && Number(year) < 2050 ? `(?:${year}|'?${year.slice(2)})` : year
  // The one group is the first: each form is its own pattern.
  const forms = [
    `${year}([-./ ])${m}(?:\\1)${bare}`,
    `${bare}\\.\\s?${m}\\.\\s?${short}`,
    `${year}\\s?${sign('年년')}\\s?${m}\\s?${sign('月월')}\\s?${bare}\\s?${sign('日일')}`,
  ]
  forms.push(
    `${d}[\\s-]?(?:of |de |di |d'|del )?${name}[-,]?\\s?(?:de |del )?${year}`,
    `${name}\\s${d},?\\s${year}`,
    `${year}[.,]?\\s?${name}\\s?${d}`,
  )
  const isOneWay = Number(day) > 12 || day === month
  if (isOneWay)
    forms.push(
      `${bare}/\\s?${m}/\\s?${short}`,
      `${m}/\\s?${bare}/\\s?${short}`,
      `${bare}[- ]${m}[- ]${year}`,
      `${m}[- ]${bare}[- ]${year}`,
    )
  return forms
}
