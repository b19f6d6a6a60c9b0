import { joined } from '@enrichify/domain'
import { hintCount } from './class-hints.ts'
import type { Block, Container } from './page-blocks.ts'

/** What the model knows of the page as a whole. */
export interface PageContext {
  title: string
  url: string
}

const sentenceEnd = /[.!?。！？…:]["'”’)\]]*$/
const textSigns: readonly RegExp[] = [
  /©|copyright|all rights reserved|\(c\) \d{4}/i,
  /cookie|privacy policy|terms of (?:use|service)|gdpr/i,
  /\b(?:share|tweet|facebook|twitter|linkedin|pinterest|whatsapp|instagram|print|email this)\b/i,
  /\b(?:comments?|repl(?:y|ies)|leave a)\b/i,
  new RegExp(
    joined`
      \b(?:
        read more|learn more|view all|see (?:all|more)|show more|load more|continue reading|click here
        |find out more
      )\b
    `,
    'i',
  ),
  /\b(?:subscribe|newsletter|sign up|signup|register|join|follow us)\b/i,
  /\b(?:log ?in|sign in|my account|cart|checkout|wishlist|skip to)\b/i,
  new RegExp(
    joined`
      \b(?:
        \d{1,2}[ ./-](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*
        |(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w* \d{1,2},?|\d{4}-\d{2}-\d{2}
        |\d{1,2}\/\d{1,2}\/\d{2,4}
      )\b
      |\b(?:ago|min read)\b
    `,
    'i',
  ),
  /^(?:by|written by|posted by|author|published|updated|posted on|photo|image|credit|source)\b/i,
  /[$€£¥]\s?\d|\d\s?(?:€|USD|EUR)\b/,
  new RegExp(
    joined`
      \b(?:
        related|recommended|popular|trending|you (?:may|might) (?:also )?like|latest|recent posts
        |more from|similar
      )\b
    `,
    'i',
  ),
  /^(?:previous|next|prev|back|older|newer|«|»|←|→|\d{1,3})\b.{0,20}$/i,
  /\b(?:advertisement|sponsored|affiliate|disclosure)\b/i,
]

/** Numbers that describe each block to the model, one row after the other. The trained model relies on their order. */
export function blockFeatures(
  blocks: readonly Block[],
  root: Container,
  page: PageContext,
): { rows: Float32Array; width: number } {
  const width = ownCount + signCount + hintCount * 2 + pageCount
  const rows = new Float32Array(blocks.length * width)
  const whole = pageFeatures(blocks, root, page)
  const best = bestContainer(blocks, root)
  const titleWords = new Set(wordsOf(page.title))
  const seen = new Map<string, number>()
  for (const block of blocks) seen.set(block.text, (seen.get(block.text) ?? 0) + 1)
  const soFar = new Map<string, number>()
  const firstTitle = blocks.findIndex((block) => block.heading === 1)
  let offset = 0
  let sinceHeading = 0
  blocks.forEach((block, index) => {
    let at = index * width
    const put = (value: number): void => {
      rows[at++] = value
    }
    const { text, words, container: own } = block
    const length = Math.max(text.length, 1)
    const occurrence = soFar.get(text) ?? 0
    soFar.set(text, occurrence + 1)
    sinceHeading = block.heading > 0 ? 0 : sinceHeading + 1
    const overlap =
      titleWords.size === 0 || words > 40
        ? 0
        : wordsOf(text).filter((word) => titleWords.has(word)).length / Math.max(words, titleWords.size)

    put(Math.log1p(words))
    put(length / words)
    put(block.linkWords / words)
    put(block.links)
    const signs = countSigns(text)
    put(signs.marks / words)
    put(signs.commas)
    put(sentenceEnd.test(text.slice(-8)) ? 1 : 0)
    put(signs.capitals / words)
    put(signs.digits / length)
    put(signs.lines)
    put(block.heading)
    put(tagKind(own.name))
    put(own.hidden ? 1 : 0)
    put(own.depth)
    put(index / blocks.length)
    put(offset / Math.max(root.words, 1))
    put(Math.min(index, 200))
    put(Math.min(blocks.length - index, 200))
    put(firstTitle < 0 ? 0 : Math.max(-100, Math.min(100, index - firstTitle)))
    put(Math.min(sinceHeading, 50))
    put(overlap)
    put((seen.get(text) ?? 1) - 1)
    put(occurrence)
    for (const step of [-2, -1, 1, 2]) {
      const other = blocks[index + step]
      put(other === undefined ? -1 : Math.log1p(other.words))
      put(other === undefined ? -1 : other.linkWords / other.words)
      put(other === undefined ? -1 : other.heading)
      put(other === undefined ? -1 : tagKind(other.container.name))
    }
    let up: Container | null = own
    let twins = 0
    let twinWords = 0
    for (let level = 0; level < 5; level++) {
      put(up === null ? -1 : Math.log1p(up.words))
      put(up === null || up.words === 0 ? -1 : up.linkWords / up.words)
      put(up === null ? -1 : up.words / Math.max(root.words, 1))
      put(up === null ? -1 : Math.log1p(up.blocks))
      put(up === null ? -1 : Math.log1p(up.paragraphWords))
      put(up === null ? -1 : Math.min(up.twins, 50))
      if (up !== null && up.twins > twins) [twins, twinWords] = [up.twins, up.words]
      up = up?.parent ?? null
    }
    put(twins)
    put(twinWords)
    put(isInside(own, best) ? 1 : 0)
    put(commonDepth(own, best))
    put(best.words / Math.max(root.words, 1))
    put(best.linkWords / Math.max(best.words, 1))
    for (const sign of textSigns) put(words < 60 && sign.test(text) ? 1 : 0)
    for (let bit = 0; bit < hintCount; bit++) {
      const depth = own.hintDepth[bit] ?? 0
      put(depth === 0 ? 0 : 1 / (1 + own.depth - depth))
      put((block.inlineHints >>> bit) & 1)
    }
    for (const value of whole) put(value)
    offset += words
  })
  return { rows, width }
}

const ownCount = 23 + 16 + 30 + 2 + 4
const signCount = textSigns.length
const pageCount = 16

function pageFeatures(blocks: readonly Block[], root: Container, page: PageContext): number[] {
  const words = Math.max(root.words, 1)
  const sum = (test: (block: Block) => boolean): number =>
    blocks.reduce((total, block) => total + (test(block) ? block.words : 0), 0) / words
  const has = (bit: number): number => sum((block) => (block.container.hintDepth[bit] ?? 0) > 0)
  const path = URL.canParse(page.url) ? new URL(page.url).pathname : '/'
  const long = blocks.filter((block) => block.words >= 30 && block.linkWords / block.words < 0.3)
  return [
    Math.log1p(root.words),
    Math.log1p(blocks.length),
    root.linkWords / words,
    root.paragraphWords / words,
    sum((block) => block.words >= 30),
    Math.log1p(long.length),
    Math.max(0, ...long.map((block) => block.words)) / words,
    blocks.filter((block) => block.heading === 1).length,
    blocks.filter((block) => block.heading > 1).length / blocks.length,
    has(13),
    has(14),
    has(16),
    has(17),
    has(4),
    path.split('/').filter((part) => part !== '').length,
    path.length,
  ]
}

/**
 * The container with the most running text for its size. Paragraphs count for their container, half for the one
 * above, and so on.
 */
export function bestContainer(blocks: readonly Block[], root: Container): Container {
  const scores = new Map<Container, number>()
  for (const block of blocks) {
    if (block.words < 8 || block.heading > 0) continue
    const score =
      (1 + Math.min(block.words / 20, 6) + Math.min(count(block.text, /[,，]/g), 6) / 2) *
      (1 - block.linkWords / block.words)
    let up = block.container.parent
    for (let share = 1; up !== null && share > 0.1; share /= 2, up = up.parent)
      scores.set(up, (scores.get(up) ?? 0) + score * share)
  }
  let best = root
  let most = 0
  for (const [candidate, score] of scores) {
    const weighed = score * (1 - candidate.linkWords / Math.max(candidate.words, 1))
    if (weighed > most) [best, most] = [candidate, weighed]
  }
  return best
}

interface Signs {
  marks: number
  commas: number
  capitals: number
  digits: number
  lines: number
}

/** Marks of a sentence, commas, capitals, digits and line breaks, in one pass over the characters. */
function countSigns(text: string): Signs {
  const signs: Signs = { marks: 0, commas: 0, capitals: 0, digits: 0, lines: 0 }
  let foreign = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 127) {
      foreign = true
      if (code === 0x3002 || code === 0xff0c) signs.marks++
    } else if (code >= 48 && code <= 57) signs.digits++
    else if (code >= 65 && code <= 90) signs.capitals++
    else if (code === 10) signs.lines++
    else if (code === 44) {
      signs.commas++
      signs.marks++
    } else if (code === 46 || code === 59 || code === 58 || code === 33 || code === 63) signs.marks++
  }
  if (foreign) signs.capitals = count(text, /\p{Lu}/gu)
  return signs
}

function isInside(own: Container, other: Container): boolean {
  let at: Container | null = own
  while (at !== null && at.depth > other.depth) at = at.parent
  return at === other
}

function commonDepth(own: Container, other: Container): number {
  let a: Container | null = own
  let b: Container | null = other
  while (a !== null && b !== null && a !== b) [a, b] = a.depth >= b.depth ? [a.parent, b] : [a, b.parent]
  return a === null ? 0 : a.depth / Math.max(other.depth, 1)
}

const kinds = [
  'div',
  'p',
  'li',
  'td',
  'th',
  'dd',
  'dt',
  'pre',
  'blockquote',
  'figcaption',
  'button',
  'label',
  'section',
  'article',
  'summary',
  'a',
  'body',
]
const tagKind = (name: string): number => (/^h[1-6]$/.test(name) ? 20 : kinds.indexOf(name))
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
