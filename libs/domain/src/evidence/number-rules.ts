import { joined } from '../text/long-text.ts'
import { BREAK, type QuoteWindow } from './quote-window.ts'

/** Digits in groups of three by one custom (the last dot or comma may be the decimal one), or plain digits. */
const NUMBER = new RegExp(
  joined`
    (?<![\p{L}\d])\d{1,3}(?:
      (?:,\d{3})+(?!\d)(?:\.\d+)?|(?:\.\d{3})+(?!\d)(?:,\d+)?|(?:[' ]\d{3})+(?!\d)(?:[.,]\d+)?
    )
    |(?<![\p{L}\d])\d+(?:[.,]\d+)?
  `,
  'gu',
)
const MONEY = '(?:[$€£¥₹₽₺₩]|USD|EUR|GBP|CHF|CAD|AUD|SEK|NOK|DKK|PLN|CZK|JPY|CNY|INR|BRL|RUB)'
const MONEY_BEFORE = new RegExp(`${MONEY}\\s?[-+]?$`, 'u')
/** Words and letters after a number that say how large its unit is. Another one may follow: `2 mil millones`. */
const SCALES: [RegExp, number][] = [
  [/^(?:hundert|hundred)(?!\p{L})/iu, 1e2],
  [
    new RegExp(
      joined`
        ^(?:k|K)(?!\p{L})
        |^(?:
          thousand|tsd|tausend|mil(?:le)?|mila|duizend|tysi?ęcy|tys|тыс(?:яч[аи]?)?|bin|tusen|tusind|t€
          |teur|k€|keur
        )(?!\p{L})
        |^[千천]
      `,
      'iu',
    ),
    1e3,
  ],
  [/^[万萬만]/u, 1e4],
  [/^lakhs?(?!\p{L})/iu, 1e5],
  [
    new RegExp(
      joined`
        ^(?:
          mio|mln|millions?|millionen|mill[oó]n(?:es)?|milh(?:ão|ões)|milione|milioni|miljoen(?:en)?
          |milion(?:y|ów|ů)?|miljon(?:er)?|millioner|milyon|млн|миллион(?:ов|а)?|m€|meur
        )(?!\p{L})
      `,
      'iu',
    ),
    1e6,
  ],
  [/^crores?(?!\p{L})/iu, 1e7],
  [/^[億亿억]/u, 1e8],
  [
    new RegExp(
      joined`
        ^(?:
          bn|mrd|mld|billions?|milliarden?|milliards?|miliard[aeioyów]*|miljard(?:en|er)?|milliarder
          |milyar|mil millones|млрд|миллиард(?:ов|а)?|bn€|b€
        )(?!\p{L})
      `,
      'iu',
    ),
    1e9,
  ],
  [/^(?:tn|trillions?|billionen|bill[oó]n(?:es)?|biliardy|трлн)(?!\p{L})|^兆/iu, 1e12],
]
/**
 * A letter alone can also be a measure (`25 m`, `5 b`). It scales the number when it is a capital directly after the
 * number, or when the number is money.
 */
const LETTERS: Record<string, number> = { k: 1e3, m: 1e6, mm: 1e6, b: 1e9 }

/**
 * The quote contains the number as a whole number, grouped by any custom, scaled by a word (`2.5 million`), or with
 * its percent sign left off.
 */
export function followsNumber(value: number, window: QuoteWindow): string | null {
  for (const match of window.text.matchAll(NUMBER)) {
    const start = match.index
    const end = start + match[0].length
    if (start < window.from || end > window.to || isPiece(window.text, start, end, match[0])) continue
    const scale = scaleBehind(window.text, start, end)
    // A scale that the quote leaves off does not count, just like digits that it leaves off.
    if (end + scale.length > window.to) continue
    const sign = isNegative(window.text, start) ? -1 : 1
    for (const read of readings(match[0]))
      if (nearlyEqual(sign * read * scale.by, value)) return scale.by === 1 ? 'number:printed' : 'number:scaled'
  }
  return null
}

function nearlyEqual(a: number, b: number): boolean {
  return Math.abs(a - b) <= Math.abs(b) * 1e-12
}

/** A minus directly before the number, with nothing before it that it could join. */
function isNegative(text: string, start: number): boolean {
  return /(?:^|[\s(:=])-[$€£¥]?$/u.test(text.slice(0, start))
}

const JOINED_BEFORE = /[\d%][-./:,'’^_⁄*×]\s?[$€£]?$|\d\s-\s[$€£]?$|\p{L}[-_]$|[\d]\s?[eE]-?$|#$/u
const JOINED_BEHIND = /^(?:[-:'^_⁄]\s?[$€£]?\d|\s-\s?[$€£]?\d|[.,]\d|\/\d[\d.,]*\/|\/\d{3}|[eE][-+]?\d|\d)/u
/** Groups of digits with one separator between. */
const RUN_BEFORE = /(?<!\d)(?:[+(]{0,3}\d+[)]?[ ./-]{1,2})+[(]?$/
/** No run of digits that belong together is longer. */
const LONGEST_RUN = 200
const RUN_BEHIND = /^(?:[)]?[ ./-]{1,2}[(]?\d+)+/

/** Part of something longer: a range, a date, a time, a version, a telephone number, a code with a hyphen. */
function isPiece(text: string, start: number, end: number, number: string): boolean {
  const before = text.slice(0, start)
  const behind = text.slice(end)
  if (JOINED_BEFORE.test(before) || JOINED_BEHIND.test(behind)) return true
  if (/^0\d/.test(number)) return true
  // `+49 30 …`, and every run of groups that no custom of thousands explains.
  if (/\+\s?$/.test(before) && /^[\s(./-]{1,2}\d/.test(behind)) return true
  const groups = [
    ...(RUN_BEFORE.exec(before.slice(-LONGEST_RUN))?.[0].match(/[+(]?\d+/g) ?? []),
    number.replaceAll(/\D/g, ''),
    ...(RUN_BEHIND.exec(behind)?.[0].match(/\d+/g) ?? []),
  ]
  if (groups.length < 2) return false
  const digits = groups.join('').replaceAll(/\D/g, '').length
  return digits >= 7 && (groups.length >= 3 || number.includes(' ') || /^(?:[+(]|0\d)/.test(groups[0] as string))
}

/** How large the unit after a number is, and where the words that say so end. */
function scaleBehind(text: string, start: number, end: number): { by: number; length: number } {
  let by = 1
  let at = end
  for (;;) {
    const gap = new RegExp(`^(?:-|[\\s${BREAK}]{0,3})`, 'u').exec(text.slice(at))?.[0].length ?? 0
    const rest = text.slice(at + gap, at + gap + 24)
    const hit = SCALES.map(([pattern, scale]) => ({ length: pattern.exec(rest)?.[0].length ?? 0, scale })).find(
      ({ length }) => length > 0,
    )
    if (
      !hit ||
      (hit.scale === 1e3 && /^k$/i.test(rest.slice(0, hit.length)) && gap > 0 && !isMoney(text, start, at + gap + 1))
    )
      break
    by *= hit.scale
    at += gap + hit.length
    if (text[at] === '.') at += 1
  }
  if (by > 1) return { by, length: at - end }
  const letter = /^(\s?)(MM|mm|[KMBkmb])(?!\p{L})/u.exec(text.slice(end))
  if (!letter) return { by: 1, length: 0 }
  const scales = isMoney(text, start, end + letter[0].length) || (letter[1] === '' && /[KMBk]/.test(letter[2]!))
  return scales ? { by: LETTERS[letter[2]!.toLowerCase()]!, length: letter[0].length } : { by: 1, length: 0 }
}

function isMoney(text: string, start: number, end: number): boolean {
  return MONEY_BEFORE.test(text.slice(0, start)) || new RegExp(`^\\s?${MONEY}`, 'u').test(text.slice(end))
}

/** `1.234` is one thousand in Berlin and one and a bit in London. The page may mean either. */
function readings(text: string): number[] {
  const compact = text.replaceAll(/['\s]/g, '')
  const found = new Set<number>()
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^\d+(?:\.\d+)?$/.test(compact)) found.add(Number(compact.replaceAll(',', '')))
  if (/^\d{1,3}(?:\.\d{3})+(?:,\d+)?$|^\d+(?:,\d+)?$/.test(compact))
    found.add(Number(compact.replaceAll('.', '').replace(',', '.')))
  return [...found]
}

/** A four-digit year that is not part of a longer number, and not a decade. */
export function followsYear(value: number, window: QuoteWindow): string | null {
  if (!Number.isInteger(value) || value < 1000 || value > 2999) return null
  for (const match of window.text.matchAll(
    new RegExp(`(?<![\\d])(?<!\\d[.,])${value}(?!\\d|[.,]\\d|'?s(?!\\p{L})|er(?!\\p{L}))`, 'gu'),
  )) {
    if (match.index >= window.from && match.index + 4 <= window.to) return 'year:token'
  }
  return null
}
