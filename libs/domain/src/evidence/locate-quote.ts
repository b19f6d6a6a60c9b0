import { normaliseInner, normaliseText } from './normalise-text.ts'

/** A text as `normaliseText` has it, with the offset of each of its characters in the original. */
interface MappedText {
  text: string
  offsets: number[]
}

const mapped = new WeakMap<object, MappedText>()

/**
 * Where `quote` stands in a page's evidence text, under `normaliseText`; the first place of several. Offsets in UTF-16 code units into
 * `page.text`; null when it stands nowhere. `page` is kept with its map, so that many quotes of one page cost one pass.
 */
export function locateQuote(page: { text: string }, quote: string): { start: number; end: number } | null {
  const wanted = normaliseText(quote)
  if (wanted === '') return null
  const { text, offsets } = mapOf(page)
  const at = text.indexOf(wanted)
  if (at < 0) return null
  const last = offsets[at + wanted.length - 1]!
  return { start: offsets[at]!, end: endOf(page.text, last, offsets[at + wanted.length] ?? page.text.length) }
}

function mapOf(page: { text: string }): MappedText {
  const known = mapped.get(page)
  if (known) return known
  const parts: string[] = []
  const offsets: number[] = []
  let isSpace = true
  // A base character and the marks on it belong together: NFKC may make one character of them.
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

/** The end of the cluster that begins at `last`; white space between it and the next one is not part of it. */
function endOf(text: string, last: number, next: number): number {
  const cluster = /^(?:\P{M}\p{M}*|\p{M}+)/u.exec(text.slice(last, Math.max(next, last + 2)))
  return last + (cluster?.[0].length ?? 1)
}
