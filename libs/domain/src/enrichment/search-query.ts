import { searchPrefixes } from './select-passages.ts'

/** A page that a search found. */
export interface SearchHit {
  url: string
  title: string
  snippet: string
}

const MOST_WORDS = 12

/** What to search for: the business of the row, then the meaningful words of the questions, as they are written. */
export function searchQuery(entity: string, questions: readonly string[]): string {
  const own = new Set(searchPrefixes(entity))
  const words = questions
    .flatMap((question) => question.match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu) ?? [])
    .map((word) => word.replace(/[.'’-]+$/, ''))
  const telling = words.filter(
    (word, index) =>
      words.indexOf(word) === index && isTelling(word) && !searchPrefixes(word).every((prefix) => own.has(prefix)),
  )
  return `${entity} ${telling.slice(0, MOST_WORDS).join(' ')}`.trim().slice(0, 300)
}

/** A word with a meaning. `searchPrefixes` keeps empty words only when there are no others. */
function isTelling(word: string): boolean {
  return searchPrefixes(`${word} zzzzz`).length > 1
}
