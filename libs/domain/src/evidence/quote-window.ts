import { normaliseInner } from './normalise-text.ts'

/** A quote, normalised, between a little of the text around it, so that a rule sees when the quote cuts a number in two. */
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
  const before = normaliseInner(text.slice(Math.max(0, start - AROUND), start))
  const quote = normaliseInner(text.slice(start, end))
  const after = normaliseInner(text.slice(end, end + AROUND))
  return { text: before + quote + after, from: before.length, to: before.length + quote.length, quote }
}
