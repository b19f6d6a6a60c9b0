/** Soft hyphen, zero-width characters and joiners, direction marks, variation selectors: a reader does not see them. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}]/gu
const SINGLE_QUOTES = /[\u2018-\u201B\u2032\u2035\u02B9\u02BB\u02BC\u0060\u00B4\u2039\u203A]/g
const DOUBLE_QUOTES = /[\u201C-\u201F\u2033\u2036\u00AB\u00BB\u301D-\u301F]/g
const DASHES = /[\u2010-\u2015\u2043\u2212\u2796\u2E3A\u2E3B\uFE31\uFE32\uFE58\uFE63\uFF0D]/g

/** `normaliseText` without the trim, so that pieces of a text can be normalised and joined again. */
export function normaliseInner(text: string): string {
  const plain = (part: string) =>
    part.replaceAll(SINGLE_QUOTES, "'").replaceAll(DOUBLE_QUOTES, '"').replaceAll(DASHES, '-').replaceAll(INVISIBLE, '')
  // Once before NFKC, which would turn `´` into a space and an accent, and once after it, because it makes new ones
  // (`＇`, `﹘`).
  return plain(plain(text).normalize('NFKC')).replaceAll(/\s+/g, ' ')
}

/**
 * The published normalisation under which a page must contain a quote: Unicode NFKC, invisible characters dropped,
 * every quotation mark `'` or `"`, every dash `-`, runs of white space one space, ends trimmed. Case and accents
 * stay. Idempotent.
 */
export function normaliseText(text: string): string {
  return normaliseInner(text).trim()
}

/**
 * `normaliseText`, then lower case without accents: for comparing words, never for quotes. Trade mark signs are not
 * letters of a word.
 */
export function foldText(text: string): string {
  return normaliseText(text.replaceAll(/[™℠®©]/g, ' '))
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
}

/** The words of a text, folded: runs of letters and digits, `&` as `and`. */
export function wordsOf(text: string): string[] {
  return (
    foldText(text)
      .replaceAll('&', ' and ')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

/** Whether `text` contains `words` one after the other, as whole words with nothing but punctuation between them. */
export function containsWords(text: readonly string[], words: readonly string[]): boolean {
  if (words.length === 0) return false
  for (let at = text.indexOf(words[0] as string); at >= 0; at = text.indexOf(words[0] as string, at + 1)) {
    if (words.every((word, index) => text[at + index] === word)) return true
  }
  return false
}
