/*
 * Main content: ours beside Readability.js 0.6 on linkedom (with Turndown for Markdown), with the same pages in the
 * same run, one after the other. Data: CORPORA_DIR, or ../shared/data beside the checkout.
 * usage: node --conditions=source bench/quality/content/main-content.ts [wcxb|articles] [every N-th page]
 */
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
import { mean, shingleF1, wordF1 } from './score-text.ts'

interface Page {
  kind: string
  html: string
  url: string
  truth: string
}

const { Readability } = createRequire(import.meta.url)('@mozilla/readability') as {
  Readability: new (document: unknown) => { parse(): { content: string; textContent: string } | null }
}
const corpora = process.env.CORPORA_DIR ?? resolve(import.meta.dirname, '../../../../shared/data')
const turndown = new TurndownService()

function ours(page: Page): string {
  return extractContent({ document: parseHtml(page.html), url: page.url }).text
}

function readability(page: Page): string {
  try {
    const { document } = parseHTML(page.html)
    const article = new Readability(document).parse()
    turndown.turndown(
      (
        parseHTML(`<body>${article?.content ?? ''}</body>`) as {
          document: { body: Parameters<TurndownService['turndown']>[0] }
        }
      ).document.body,
    )
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
    return readdirSync(truths)
      .sort()
      .map((name) => {
        const truth = JSON.parse(readFileSync(join(truths, name), 'utf8')) as {
          url?: string
          ground_truth: { main_content: string | null }
          _internal: { page_type: { primary: string } }
        }
        const html = readFileSync(join(folder, 'html', name.replace('.json', '.html')), 'utf8')
        return {
          kind: truth._internal.page_type.primary,
          html,
          url: truth.url ?? 'http://localhost/',
          truth: truth.ground_truth.main_content ?? '',
        }
      })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function loadArticles(): Page[] {
  const truths = JSON.parse(
    readFileSync(join(corpora, 'article-extraction-benchmark/ground-truth.json'), 'utf8'),
  ) as Record<string, { articleBody: string; url: string }>
  return Object.entries(truths).map(([id, { articleBody, url }]) => ({
    kind: 'article',
    html: gunzipSync(readFileSync(join(corpora, `article-extraction-benchmark/html/${id}.html.gz`))).toString('utf8'),
    url,
    truth: articleBody,
  }))
}

const sentence = ({ f1, precision, recall }: ReturnType<typeof shingleF1>): string =>
  `F1 ${f1.toFixed(4)} (precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)})`

function measure(name: string, side: keyof typeof sides, pages: readonly Page[]): void {
  const run = sides[side]
  for (const page of pages.slice(0, 60)) run(page)
  const texts: string[] = []
  const speeds: number[] = []
  // Five parts, for a median with its spread.
  const stretch = Math.ceil(pages.length / 5)
  for (let at = 0; at < pages.length; at += stretch) {
    const start = performance.now()
    for (const page of pages.slice(at, at + stretch)) texts.push(run(page))
    speeds.push((1000 * Math.min(stretch, pages.length - at)) / (performance.now() - start))
  }
  speeds.sort((a, b) => a - b)
  const kinds = new Map<string, number[]>()
  pages.forEach((page, index) => {
    for (const kind of ['all', page.kind])
      kinds.set(kind, [...(kinds.get(kind) ?? []), wordF1(texts[index] ?? '', page.truth)])
  })
  const quality =
    name === 'articles'
      ? sentence(
          shingleF1(
            texts,
            pages.map(({ truth }) => truth),
          ),
        )
      : `word F1 ${[...kinds].map(([kind, values]) => `${kind} ${mean(values).toFixed(3)}`).join(', ')}`
  console.log(
    `${name} ${side.padEnd(11)} ${pages.length} pages: ${quality}; ` +
      `${speeds[Math.floor(speeds.length / 2)]?.toFixed(0)} pages/s (${speeds[0]?.toFixed(0)} to ` +
      `${speeds.at(-1)?.toFixed(0)})`,
  )
}

const sides = { enrichify: ours, readability }
const sources = { articles: ['article-extraction-benchmark', loadArticles], wcxb: ['wcxb/dev', loadWcxb] } as const
const [which, every = '1', side] = process.argv.slice(2)

for (const [name, [folder, load]] of Object.entries(sources)) {
  if (which !== undefined && which !== name) continue
  if (!existsSync(join(corpora, folder)))
    console.log(`${name}: skipped, ${join(corpora, folder)} is absent; set CORPORA_DIR`)
  else if (side === 'enrichify' || side === 'readability')
    measure(
      name,
      side,
      load().filter((_, index) => index % Number(every) === 0),
    )
  // A separate process for each, one after the other. In one process each would pay for the other’s garbage.
  else
    for (const own of Object.keys(sides))
      execFileSync(process.execPath, [...process.execArgv, import.meta.filename, name, every, own], {
        stdio: 'inherit',
      })
}
if (side === undefined)
  console.log(
    'Our model was trained on these pages; on sites that it was not trained on train-content.ts found: ' +
      'wcxb .869, articles .949.',
  )
