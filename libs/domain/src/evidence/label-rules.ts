import { joined } from '../text/long-text.ts'
import { containsWords } from './normalise-text.ts'
import type { QuoteWindow } from './quote-window.ts'
import { termsOf } from './terms.ts'
import { followsText } from './value-rules.ts'

/** A word as a pattern that matches that word. */
const literal = (word: string) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

interface Place {
  start: number
  end: number
}

/** Where these words follow each other in the text, as whole words. */
function placesOf(words: readonly string[], text: string): Place[] {
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])${words.map(literal).join('[^\\p{L}\\p{N}]+')}(?![\\p{L}\\p{N}])`,
    'giu',
  )
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
}

/** The window without accents; capitals stay. */
function unaccented({ text, from, to }: QuoteWindow): { text: string; from: number; to: number } {
  const [before, quote, behind] = [text.slice(0, from), text.slice(from, to), text.slice(to)].map((part) =>
    part.normalize('NFKD').replaceAll(/\p{M}+/gu, ''),
  ) as [string, string, string]
  return { text: before + quote + behind, from: before.length, to: before.length + quote.length }
}

/**
 * `followsText` for the value of a column. One half of a name with a hyphen does not count (`Ann Smith` of `Ann
 * Smith-Jones`; `Berlin-based` is no name).
 */
export function followsPhrase(value: string, window: QuoteWindow): string | null {
  const rule = followsText(value, window)
  if (rule !== 'text:words') return rule
  const { text, from, to } = unaccented(window)
  const places = placesOf(termsOf(value, false), text).filter(({ start, end }) => start >= from && end <= to)
  const isHalf = ({ start, end }: Place) =>
    (/\p{Lu}\p{L}*-$/u.test(text.slice(0, start)) && /\p{L}/u.test(text[start] ?? '')) ||
    /^-\p{Lu}\p{Ll}/u.test(text.slice(end))
  return places.length > 0 && places.every(isHalf) ? null : rule
}

/**
 * Within the sentence, a label at most two words after one of these is denied. `Not only` denies nothing, and `no. 5`
 * is a number.
 */
const DENIAL = new RegExp(
  joined`
    (?<!\p{L})(?:
      no(?!\.?\s?\d)|not(?! only)|non(?! seulement| solo)|neither|nor|never|without|except|un|ex
      |former(?:ly)?|nicht(?! nur)|kein(?:e[mnrs]?)?|ohne|pas|sans|ni|sin|senza|nessun[ao]?|niet
      |geen|zonder|ikke|inte|uden|utan|bez|nie|não|sem
    )[\s-]+(?:[\p{L}\p{N}']+[\s-]+){0,2}$
  `,
  'iu',
)

/**
 * A label of a choice. The quote must contain it, not as a part of a longer option in the quote, and nothing may deny
 * it.
 */
export function followsLabel(value: string, window: QuoteWindow, options: readonly string[]): string | null {
  if (!followsPhrase(value, window)) return null
  const own = termsOf(value, false)
  const { text, from, to } = unaccented(window)
  const longer = options
    .map((option) => termsOf(option, false))
    .filter((terms) => terms.length > own.length && containsWords(terms, own))
  // Text that belongs to a longer option does not count for the label.
  const taken = longer.flatMap((terms) => placesOf(terms, text))
  const all = placesOf(own, text).filter(({ start, end }) => start >= from && end <= to)
  const places = all.filter(({ start, end }) => !taken.some((place) => place.start <= start && place.end >= end))
  if (places.length === 0) return all.length === 0 && longer.length === 0 ? 'label:words' : null
  return places.every(({ start }) =>
    DENIAL.test(
      text
        .slice(0, start)
        .split(/[.!?;:,]\s/)
        .at(-1) ?? '',
    ),
  )
    ? null
    : 'label:words'
}
