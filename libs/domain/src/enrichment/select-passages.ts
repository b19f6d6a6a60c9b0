import type { EvidenceText } from '../evidence/evidence-text.ts'
import { wordsOf } from '../evidence/normalise-text.ts'

export interface PassagePage {
  url: string
  evidence: EvidenceText
}

export interface Passage {
  /** Index into the pages. */
  page: number
  /** Offsets in UTF-16 code units into that page's evidence text. */
  start: number
  end: number
}

/** Words that say nothing about what is asked, in the languages that questions are mostly written in. */
const EMPTY_WORDS = new Set('a an and are as at be by can did do does for from has have how in is it its of on or our that the their them there they this to was were what when where which who whom whose why will with you your we us any some offer offers der die das und ist sind was wer wie wo welche welcher hat haben ein eine im in von zu le la les un une des et est sont que qui quel quelle dans de du el los las y es son que en por para'.split(' '))
const LEAD_SHARE = 0.35
const WINDOW = 420
const STEP = 280

/**
 * The parts of a row's pages that can answer the questions: the beginning of each page's text (what the page is about), and the windows whose
 * words match the questions best by BM25, with rarer words counting more. At most `budget` characters in all, in the pages' own order, none twice.
 */
export function selectPassages(pages: readonly PassagePage[], questions: readonly string[], budget: number): Passage[] {
  const total = pages.reduce((sum, page) => sum + page.evidence.text.length, 0)
  if (total <= budget) return pages.map((page, index) => ({ page: index, start: 0, end: page.evidence.text.length })).filter((passage) => passage.end > 0)
  const chosen: Passage[] = []
  let left = budget
  const take = (passage: Passage): void => {
    const size = passage.end - passage.start
    if (size <= 0 || size > left || chosen.some((other) => other.page === passage.page && other.start <= passage.start && other.end >= passage.end)) return
    chosen.push(passage)
    left -= size
  }
  const leadSize = Math.floor((budget * LEAD_SHARE) / Math.max(1, Math.min(3, pages.length)))
  for (const [page, { evidence }] of pages.slice(0, 3).entries()) take({ page, start: 0, end: wordEnd(evidence.text, Math.min(evidence.text.length, leadSize)) })
  for (const window of rankWindows(pages, questions)) {
    if (left < 80) break
    take(window)
  }
  return mergeTouching(chosen)
}

/** The window of one text that matches a query best; null when none does. */
export function bestWindow(page: PassagePage, query: string): Passage | null {
  return rankWindows([page], [query])[0] ?? null
}

/** What full-text search looks for: the words of a query that say something, without accents, each by its beginning, so that its other forms are found. At most 16. */
export function searchPrefixes(query: string): string[] {
  const words = query.normalize('NFKD').replaceAll(/[\u0300-\u036f]/g, '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const telling = words.filter((word) => !EMPTY_WORDS.has(word))
  return [...new Set((telling.length ? telling : words).map(stem))].slice(0, 16)
}

interface Ranked extends Passage {
  score: number
}

function rankWindows(pages: readonly PassagePage[], questions: readonly string[]): Ranked[] {
  const windows = pages.flatMap((page, index) => cut(page.evidence.text).map(({ start, end }) => ({ page: index, start, end, words: wordsOf(page.evidence.text.slice(start, end)).map(stem) })))
  const asked = questions.map((question) => [...new Set(wordsOf(question).filter((word) => !EMPTY_WORDS.has(word)).map(stem))])
  const frequency = new Map<string, number>()
  for (const { words } of windows) for (const word of new Set(words)) frequency.set(word, (frequency.get(word) ?? 0) + 1)
  const rank = (terms: readonly string[]): Ranked[] =>
    windows
      .map(({ words, ...passage }) => ({ ...passage, score: bm25(words, terms, frequency, windows.length) }))
      .filter((window) => window.score > 0)
      .sort((a, b) => b.score - a.score || a.page - b.page || a.start - b.start)
  // Questions take turns, so that one with many words does not crowd out the others.
  const ranked = asked.map(rank)
  const longest = Math.max(0, ...ranked.map((list) => list.length))
  const turns: Ranked[] = []
  for (let place = 0; place < longest; place++) for (const list of ranked) if (list[place]) turns.push(list[place]!)
  return turns
}

function bm25(words: readonly string[], terms: readonly string[], frequency: ReadonlyMap<string, number>, windows: number): number {
  let score = 0
  for (const term of terms) {
    const count = words.filter((word) => word === term).length
    if (count === 0) continue
    const seen = frequency.get(term) ?? 0
    score += Math.log(1 + (windows - seen + 0.5) / (seen + 0.5)) * ((count * 2.2) / (count + 1.2))
  }
  return score
}

/** Enough of a word to find its other forms: a plural, a case, a tense. */
function stem(word: string): string {
  return word.length > 5 ? word.slice(0, Math.max(5, word.length - 3)) : word
}

function cut(text: string): { start: number; end: number }[] {
  const windows: { start: number; end: number }[] = []
  for (let start = 0; start < text.length; ) {
    const end = wordEnd(text, Math.min(text.length, start + WINDOW))
    windows.push({ start, end })
    if (end === text.length) break
    start = wordEnd(text, start + STEP)
  }
  return windows
}

/** The next white space at or after `at`, so that no word is cut. */
function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length
  const space = text.slice(at, at + 60).search(/\s/)
  return space < 0 ? Math.min(text.length, at + 60) : at + space
}

function mergeTouching(passages: readonly Passage[]): Passage[] {
  const merged: Passage[] = []
  for (const passage of [...passages].sort((a, b) => a.page - b.page || a.start - b.start)) {
    const last = merged.at(-1)
    if (last && last.page === passage.page && passage.start <= last.end + 1) last.end = Math.max(last.end, passage.end)
    else merged.push({ ...passage })
  }
  return merged
}
