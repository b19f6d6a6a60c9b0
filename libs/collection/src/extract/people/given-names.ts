import { words } from '@enrichify/domain'
import { AMBIGUOUS_NAMES, GIVEN_NAMES, PLACE_NAMES, WORD_NAMES } from './given-names.data.ts'

/** A word of this list makes a capitalised pair of words likely a person. */
const names = new Set(words(GIVEN_NAMES))
const ambiguousNames = new Set(words(AMBIGUOUS_NAMES))
const placeNames = new Set(words(PLACE_NAMES))
const wordNames = new Set(words(WORD_NAMES))

export function isGivenName(word: string): boolean {
  return names.has(foldName(word))
}

export function isPlaceName(word: string): boolean {
  return placeNames.has(foldName(word))
}

export function isWordName(word: string): boolean {
  return wordNames.has(foldName(word))
}

/** A given name that is also an ordinary word, a month or a place: it needs more around it. */
export function isAmbiguousName(word: string): boolean {
  return ambiguousNames.has(foldName(word))
}

const folded = new Map<string, string>()

/**
 * Lower case without accents, apostrophes and the part after a hyphen. Results are cached, since the same few
 * thousand words are on every page.
 */
export function foldName(word: string): string {
  const known = folded.get(word)
  if (known !== undefined) return known
  const plain = foldWord(word)
  if (folded.size < 50_000) folded.set(word, plain)
  return plain
}

function foldWord(word: string): string {
  return (
    word
      .normalize('NFKD')
      .replaceAll(/\p{M}+/gu, '')
      .toLowerCase()
      .replaceAll('ß', 'ss')
      .replaceAll('ø', 'o')
      .replaceAll('æ', 'ae')
      .replaceAll('ł', 'l')
      .replaceAll('đ', 'd')
      .replaceAll(/[’'.]/g, '')
      .split('-')[0] ?? ''
  )
}
