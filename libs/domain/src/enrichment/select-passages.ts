import type { ColumnKind } from '../columns/column-type.ts'
import type { EvidenceText } from '../evidence/evidence-text.ts'
import { wordsOf } from '../evidence/normalise-text.ts'
import { words } from '../text/long-text.ts'
import { EMPTY_WORDS, KIN } from './passage-words.data.ts'

export interface PassagePage {
  url: string
  evidence: EvidenceText
}

export interface Passage {
  /** Index into the pages. */
  page: number
  /** Offsets in UTF-16 code units into that page’s evidence text. */
  start: number
  end: number
}

const emptyWords = new Set(words(EMPTY_WORDS))
const LEAD_SHARE = 0.3
const WINDOW = 420
const STEP = 280
/** Pages of a site begin alike. An equal beginning of at least this many characters is shown once. */
const ALIKE = 60

/** Characters of page text that one call may carry: a base, and some more per question. */
export function passageBudget(questions: number): number {
  return Math.min(16_000, 3200 + 1300 * questions)
}

/** What is asked. The type of the answer says how its place looks. */
export interface PassageQuestion {
  text: string
  kind?: ColumnKind
}

const kinGroups = KIN.map((line) => line.split(' ').map(stem))

/** How the place of an answer of this type looks, whatever the words around it. */
const SHAPES: Partial<Record<ColumnKind, RegExp>> = {
  phone: /\+?\d[\d\s()./-]{6,}\d/,
  email: /\S@\S|\(at\)|\[at\]/i,
  url: /https?:|www\./i,
  number: /\d/,
  date: /\b(?:19|20)\d{2}\b|\d{1,2}[./]\d{1,2}/,
}
const SHAPE_BONUS = 1.5
/** A word of the question itself counts more than a synonym. */
const KIN_WEIGHT = 0.6

/**
 * The parts of a row’s pages that can answer the questions: the beginning of each page’s text (what the page is
 * about), and the windows whose words match the questions best by BM25, where rarer words count more. At most
 * `budget` characters in all, in the pages’ own order. Text that several pages repeat (navigation, footers) is shown
 * once.
 */
export function selectPassages(
  pages: readonly PassagePage[],
  questions: readonly (string | PassageQuestion)[],
  budget: number,
): Passage[] {
  const total = pages.reduce((sum, page) => sum + page.evidence.text.length, 0)
  if (total <= budget)
    return pages
      .map((page, index) => ({ page: index, start: 0, end: page.evidence.text.length }))
      .filter((passage) => passage.end > 0)
  const chosen: Passage[] = []
  const shown = new Set<string>()
  let left = budget
  const take = (passage: Passage): void => {
    const text = pages[passage.page]!.evidence.text.slice(passage.start, passage.end)
    // Only text that is not shown yet counts.
    const size = sizeBeside(passage, chosen)
    if (size <= 0 || size > left || shown.has(text)) return
    shown.add(text)
    chosen.push(passage)
    left -= size
  }
  const leadSize = Math.floor((budget * LEAD_SHARE) / Math.max(1, Math.min(3, pages.length)))
  for (const page of pages.slice(0, 3).keys()) {
    const { text } = pages[page]!.evidence
    const start = ownBeginning(pages.slice(0, page), text)
    take({ page, start, end: wordEnd(text, Math.min(text.length, start + leadSize)) })
  }
  for (const window of rankWindows(pages, questions)) {
    if (left < 80) break
    take(window)
  }
  return mergeTouching(chosen)
}

/** How many characters of a passage no other passage shows. */
function sizeBeside(passage: Passage, others: readonly Passage[]): number {
  const beside = others.filter((other) => other.page === passage.page)
  if (beside.some((other) => other.start <= passage.start && other.end >= passage.end)) return 0
  const overlap = beside.reduce(
    (most, other) => Math.max(most, Math.min(passage.end, other.end) - Math.max(passage.start, other.start)),
    0,
  )
  return passage.end - passage.start - Math.max(0, overlap)
}

/** Where a page stops repeating the beginning of an earlier page. */
function ownBeginning(earlier: readonly PassagePage[], text: string): number {
  let alike = 0
  for (const { evidence } of earlier) {
    let at = 0
    while (at < text.length && evidence.text[at] === text[at]) at++
    alike = Math.max(alike, at)
  }
  if (alike < ALIKE || alike === text.length) return 0
  return Math.max(0, text.lastIndexOf(' ', alike) + 1)
}

/** The window of one text that matches a query best. Null when none matches. */
export function bestWindow(page: PassagePage, query: string): Passage | null {
  return rankWindows([page], [query])[0] ?? null
}

/**
 * What full-text search looks for: the meaningful words of a query, without accents, each by its beginning, so that
 * its other forms are found. At most 16.
 */
export function searchPrefixes(query: string): string[] {
  const words =
    query
      .normalize('NFKD')
      .replaceAll(/[\u0300-\u036f]/g, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  const telling = words.filter((word) => !emptyWords.has(word))
  return [...new Set((telling.length ? telling : words).map(stem))].slice(0, 16)
}

interface Ranked extends Passage {
  score: number
}

function rankWindows(pages: readonly PassagePage[], questions: readonly (string | PassageQuestion)[]): Ranked[] {
  const windows = pages
    .flatMap((page, index) =>
      cut(page.evidence.text).map(({ start, end }) => ({
        page: index,
        start,
        end,
        text: page.evidence.text.slice(start, end),
      })),
    )
    .map((window) => ({ ...window, words: wordsOf(window.text).map(stem) }))
  const frequency = new Map<string, number>()
  for (const { words } of windows)
    for (const word of new Set(words)) frequency.set(word, (frequency.get(word) ?? 0) + 1)
  const rank = (question: string | PassageQuestion): Ranked[] => {
    const { text, kind } = typeof question === 'string' ? { text: question } : question
    const terms = [
      ...new Set(
        wordsOf(text)
          .filter((word) => !emptyWords.has(word))
          .map(stem),
      ),
    ]
    const kin = [...new Set(kinGroups.filter((line) => line.some((word) => terms.includes(word))).flat())].filter(
      (word) => !terms.includes(word),
    )
    const shape = kind ? SHAPES[kind] : undefined
    return windows
      .map(({ words, text: shown, page, start, end }) => ({
        page,
        start,
        end,
        score:
          bm25(words, terms, frequency, windows.length) +
          bm25(words, kin, frequency, windows.length) * KIN_WEIGHT +
          (shape?.test(shown) ? SHAPE_BONUS : 0),
      }))
      .filter((window) => window.score > 0)
      .sort((a, b) => b.score - a.score || a.page - b.page || a.start - b.start)
  }
  // Questions take turns, so that a question with many words does not crowd out the others.
  const ranked = questions.map(rank)
  const longest = Math.max(0, ...ranked.map((list) => list.length))
  const turns: Ranked[] = []
  for (let place = 0; place < longest; place++) for (const list of ranked) if (list[place]) turns.push(list[place]!)
  return turns
}

function bm25(
  words: readonly string[],
  terms: readonly string[],
  frequency: ReadonlyMap<string, number>,
  windows: number,
): number {
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
  for (let start = 0; start < text.length;) {
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
