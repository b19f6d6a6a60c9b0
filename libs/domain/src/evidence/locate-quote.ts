import { normaliseInner, normaliseText } from './normalise-text.ts'
import { cutsWord } from './word-edge.ts'

/** A quote of one letter occurs nearly everywhere. */
const MOST_PLACES = 200

/** A text after `normaliseText`, with the offset of each of its characters in the original. */
interface MappedText {
  text: string
  offsets: number[]
}

const mapped = new WeakMap<object, MappedText>()

/**
 * Where a page’s evidence text contains `quote`, under `normaliseText`: the first place that cuts no word, else the
 * first place. Offsets in UTF-16 code units into `page.text`; null when the text does not contain it. `page` keeps
 * its map, so that many quotes of one page cost one pass.
 */
export function locateQuote(page: { text: string }, quote: string): { start: number; end: number } | null {
  const wanted = normaliseText(quote)
  if (wanted === '') return null
  const { text, offsets } = mapOf(page)
  let first: { start: number; end: number } | null = null
  for (
    let at = text.indexOf(wanted), tries = 0;
    at >= 0 && tries < MOST_PLACES;
    at = text.indexOf(wanted, at + 1), tries++
  ) {
    const last = offsets[at + wanted.length - 1]!
    const place = { start: offsets[at]!, end: endOf(page.text, last, offsets[at + wanted.length] ?? page.text.length) }
    if (!cutsWord(page.text, place.start) && !cutsWord(page.text, place.end)) return place
    first ??= place
  }
  return first
}

function mapOf(page: { text: string }): MappedText {
  const known = mapped.get(page)
  if (known) return known
  const parts: string[] = []
  const offsets: number[] = []
  let isSpace = true
  // A base character and the marks on it belong together, because NFKC may make one character of them.
  for (const { 0: cluster, index } of page.text.matchAll(/\P{M}\p{M}*|\p{M}+/gu)) {
    for (const unit of normaliseInner(cluster)) {
      if (unit === ' ') {
        if (isSpace) continue
        isSpace = true
      } else isSpace = false
      parts.push(unit)
      for (let part = 0; part < unit.length; part++) offsets.push(index)
    }
  }
  const made = { text: parts.join(''), offsets }
  mapped.set(page, made)
  return made
}

/** The end of the cluster that begins at `last`. White space between it and the next cluster is not part of it. */
function endOf(text: string, last: number, next: number): number {
  const cluster = /^(?:\P{M}\p{M}*|\p{M}+)/u.exec(text.slice(last, Math.max(next, last + 2)))
  return last + (cluster?.[0].length ?? 1)
}
