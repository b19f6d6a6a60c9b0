/* Main content: ours beside Readability.js 0.6 on linkedom (with Turndown for Markdown), same pages, same run, one after the other.
   usage: node --conditions=source bench/quality/content/main-content.ts [wcxb|articles] [every N-th page]
   Data: CORPORA_DIR, or ../shared/data beside the checkout. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parseHTML } from 'linkedom'
import TurndownService from 'turndown'
import { extractContent } from '../../../libs/collection/src/extract/content/extract-content.ts'
import { parseHtml } from '../../../libs/collection/src/extract/parse-html.ts'

interface Page { kind: string; html: string; url: string; truth: string }

const { Readability } = createRequire(import.meta.url)('@mozilla/readability') as { Readability: new (document: unknown) => { parse(): { content: string; textContent: string } | null } }
const corpora = process.env.CORPORA_DIR ?? resolve(import.meta.dirname, '../../../../shared/data')
const turndown = new TurndownService()

function ours(page: Page): string {
  return extractContent({ document: parseHtml(page.html), url: page.url }).text
}

function readability(page: Page): string {
  try {
    const { document } = parseHTML(page.html)
    const article = new Readability(document).parse()
    turndown.turndown((parseHTML(`<body>${article?.content ?? ''}</body>`) as { document: { body: Parameters<TurndownService['turndown']>[0] } }).document.body)
    return article?.textContent ?? ''
  } catch {
    return ''
  }
}

function loadWcxb(): Page[] {
  const folder = mkdtempSync(join(tmpdir(), 'wcxb-'))
  try {
    execFileSync('tar', ['xf', join(corpora, 'wcxb/dev/html.tar.xz'), '-C', folder])
    const truths = join(corpora, 'wcxb/dev/ground-truth')
    return readdirSync(truths).sort().map((name) => {
      const truth = JSON.parse(readFileSync(join(truths, name), 'utf8')) as { url?: string; ground_truth: { main_content: string | null }; _internal: { page_type: { primary: string } } }
      const html = readFileSync(join(folder, 'html', name.replace('.json', '.html')), 'utf8')
      return { kind: truth._internal.page_type.primary, html, url: truth.url ?? 'http://localhost/', truth: truth.ground_truth.main_content ?? '' }
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function loadArticles(): Page[] {
  const truths = JSON.parse(readFileSync(join(corpora, 'article-extraction-benchmark/ground-truth.json'), 'utf8')) as Record<string, { articleBody: string; url: string }>
  return Object.entries(truths).map(([id, { articleBody, url }]) => ({
    kind: 'article',
    html: gunzipSync(readFileSync(join(corpora, `article-extraction-benchmark/html/${id}.html.gz`))).toString('utf8'),
    url,
    truth: articleBody,
  }))
}

function counts(keys: readonly string[]): Map<string, number> {
  const found = new Map<string, number>()
  for (const key of keys) found.set(key, (found.get(key) ?? 0) + 1)
  return found
}
const words = (text: string): string[] => text.match(/[\p{L}\p{N}_]+/gu) ?? []
const shingles = (text: string): string[] => {
  const all = words(text)
  return Array.from({ length: Math.max(all.length - 3, all.length > 0 ? 1 : 0) }, (_, at) => all.slice(at, at + 4).join(' '))
}
const size = (bag: Map<string, number>): number => [...bag.values()].reduce((sum, times) => sum + times, 0)
const common = (a: Map<string, number>, b: Map<string, number>): number => [...a].reduce((sum, [key, times]) => sum + Math.min(times, b.get(key) ?? 0), 0)
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1)

/** WCXB's own measure: word-multiset F1 per page, mean. */
function wordF1(got: string, wanted: string): number {
  const [a, b] = [counts(words(got.toLowerCase())), counts(words(wanted.toLowerCase()))]
  const total = size(a) + size(b)
  return total === 0 ? 1 : (2 * common(a, b)) / total
}

/** The article benchmark's: precision and recall of runs of four words, averaged over pages. */
function shingleF1(texts: readonly string[], pages: readonly Page[]): string {
  const precisions: number[] = []
  const recalls: number[] = []
  pages.forEach((page, index) => {
    const [a, b] = [counts(shingles(texts[index] ?? '')), counts(shingles(page.truth))]
    if (size(a) > 0) precisions.push(common(a, b) / size(a))
    if (size(b) > 0) recalls.push(common(a, b) / size(b))
  })
  const [p, r] = [mean(precisions), mean(recalls)]
  return `F1 ${((2 * p * r) / (p + r)).toFixed(4)} (precision ${p.toFixed(4)}, recall ${r.toFixed(4)})`
}

function measure(name: string, side: keyof typeof sides, pages: readonly Page[]): void {
  const run = sides[side]
  for (const page of pages.slice(0, 60)) run(page)
  const texts: string[] = []
  const speeds: number[] = []
  // Five stretches, for a median with its spread.
  const stretch = Math.ceil(pages.length / 5)
  for (let at = 0; at < pages.length; at += stretch) {
    const start = performance.now()
    for (const page of pages.slice(at, at + stretch)) texts.push(run(page))
    speeds.push((1000 * Math.min(stretch, pages.length - at)) / (performance.now() - start))
  }
  speeds.sort((a, b) => a - b)
  const kinds = new Map<string, number[]>()
  pages.forEach((page, index) => {
    for (const kind of ['all', page.kind]) kinds.set(kind, [...(kinds.get(kind) ?? []), wordF1(texts[index] ?? '', page.truth)])
  })
  const quality = name === 'articles' ? shingleF1(texts, pages) : `word F1 ${[...kinds].map(([kind, values]) => `${kind} ${mean(values).toFixed(3)}`).join(', ')}`
  console.log(`${name} ${side.padEnd(11)} ${pages.length} pages: ${quality}; ${speeds[Math.floor(speeds.length / 2)]?.toFixed(0)} pages/s (${speeds[0]?.toFixed(0)} to ${speeds.at(-1)?.toFixed(0)})`)
}

const sides = { enrichify: ours, readability }
const sources = { articles: ['article-extraction-benchmark', loadArticles], wcxb: ['wcxb/dev', loadWcxb] } as const
const [which, every = '1', side] = process.argv.slice(2)

for (const [name, [folder, load]] of Object.entries(sources)) {
  if (which !== undefined && which !== name) continue
  if (!existsSync(join(corpora, folder))) console.log(`${name}: skipped, ${join(corpora, folder)} is absent; set CORPORA_DIR`)
  else if (side === 'enrichify' || side === 'readability') measure(name, side, load().filter((_, index) => index % Number(every) === 0))
  // A process for each, one after the other: in one process each pays for the other's garbage.
  else for (const own of Object.keys(sides)) execFileSync(process.execPath, [...process.execArgv, import.meta.filename, name, every, own], { stdio: 'inherit' })
}
if (side === undefined) console.log('Our model was trained on these pages; on sites that it was not trained on train-content.ts found: wcxb .869, articles .949.')
