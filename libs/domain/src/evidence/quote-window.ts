import { normaliseInner } from './normalise-text.ts'

/** A normalised quote with a little of the text around it, so that a rule sees when the quote cuts a number in two. */
export interface QuoteWindow {
  text: string
  from: number
  to: number
  /** The normalised quote alone. */
  quote: string
}

const AROUND = 32

/** The window of the quote at `start`…`end` (UTF-16 code units) of an evidence text. */
export function openWindow(text: string, start: number, end: number): QuoteWindow {
  return windowOf(
    [text.slice(Math.max(0, start - AROUND), start), text.slice(start, end), text.slice(end, end + AROUND)],
    (part) => part,
  )
}

/**
 * The same for rules that read digits. The normalisation writes a footnote mark after a number as one more digit
 * (`250¹` as `2501`), `1½` as `11⁄2`, and two cells of a table row as one number with a space in it. Here the mark is
 * left off (after `10` it is a power), the other two get a separator, and the digits of every script are ASCII.
 */
export function openDigitWindow(text: string, start: number, end: number): QuoteWindow {
  return windowOf(
    [text.slice(Math.max(0, start - AROUND), start), text.slice(start, end), text.slice(end, end + AROUND)],
    partDigits,
  )
}

function windowOf([before, quote, after]: [string, string, string], prepare: (part: string) => string): QuoteWindow {
  // The normalisation would turn trade mark signs into letters, and make words of `Acme™`.
  const normalise = (part: string) => normaliseInner(prepare(part.replaceAll(/[™℠]/g, ' ')))
  const parts = [normalise(before), normalise(quote), normalise(after)] as const
  return { text: parts.join(''), from: parts[0].length, to: parts[0].length + parts[1].length, quote: parts[1] }
}

/** Separates two lines or cells. */
export const BREAK = '¦'

function partDigits(text: string): string {
  return text
    .replaceAll(/[^\S\n\t]*[\n\t]\s*/g, ` ${BREAK} `)
    .replaceAll(
      /(?<=(?<!\p{Nd})10)(?=[\u00B2\u00B3\u00B9\u2070-\u2079])|(?<=\p{Nd})(?=[\u00BC-\u00BE\u2150-\u215E])/gu,
      '^',
    )
    .replaceAll(/(?<=\p{Nd})[\u00B2\u00B3\u00B9\u2070-\u2079\u2080-\u2089]+/gu, ` ${BREAK} `)
    .replaceAll(/(?![0-9])\p{Nd}/gu, asciiDigit)
}

/** The ten digits of a script are consecutive code points, from one that ends in 0 or in 6. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0)!
  const last = code % 16
  return String(/\p{Nd}/u.test(String.fromCodePoint(code - last)) ? last % 10 : last - 6)
}
