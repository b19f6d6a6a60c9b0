export interface QuoteContext {
  before: string
  quote: string
  after: string
  /** True when something was left out on that side. */
  cutBefore: boolean
  cutAfter: boolean
}

/**
 * The quote with up to `around` characters on both sides, cut between words.
 * Offsets count UTF-16 code units, as JavaScript does.
 */
export function quoteContext(text: string, start: number, end: number, around: number): QuoteContext {
  let from = Math.max(0, start - around)
  let to = Math.min(text.length, end + around)
  // Moves by one word at most: a page without spaces is cut in the middle of its text.
  while (from > 0 && start - from > around - 24 && !/\s/.test(text[from - 1] ?? '')) from++
  while (to < text.length && to - end > around - 24 && !/\s/.test(text[to] ?? '')) to--
  return {
    before: text.slice(from, start),
    quote: text.slice(start, end),
    after: text.slice(end, to),
    cutBefore: from > 0,
    cutAfter: to < text.length,
  }
}
