import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { blockFeatures } from '../../../libs/collection/src/extract/content/block-features.ts'
import { countWords, pageBlocks, type Block } from '../../../libs/collection/src/extract/content/page-blocks.ts'
import { readTitle } from '../../../libs/collection/src/extract/content/read-title.ts'
import { parseHtml } from '../../../libs/collection/src/extract/parse-html.ts'
import { labelBlocks } from './label-blocks.ts'

export const folds = 4

export interface Page {
  id: string
  kind: string
  text: string
  fold: number
  blocks: Block[]
  rows: Float32Array
  labels: Float32Array
  truth: Map<string, number>
  truthWords: number
  start: number
}

export const countsOf = (text: string): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}_]+/gu)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

interface Source {
  id: string
  kind: string
  url: string
  html: string
  text: string
}

export function* wcxb(htmlDirectory: string, truthDirectory: string): Generator<Source> {
  for (const name of readdirSync(truthDirectory)
    .filter((name) => existsSync(join(htmlDirectory, name.replace('.json', '.html'))))
    .sort()) {
    const truth = JSON.parse(readFileSync(join(truthDirectory, name), 'utf8')) as {
      url?: string
      ground_truth: { main_content: string | null }
      _internal: { page_type: { primary: string } }
    }
    yield {
      id: name,
      kind: truth._internal.page_type.primary,
      url: truth.url ?? '',
      html: readFileSync(join(htmlDirectory, name.replace('.json', '.html')), 'utf8'),
      text: truth.ground_truth.main_content ?? '',
    }
  }
}

export function* articles(directory: string): Generator<Source> {
  const truths = JSON.parse(readFileSync(join(directory, 'ground-truth.json'), 'utf8')) as Record<
    string,
    { articleBody: string; url: string }
  >
  for (const [id, { articleBody, url }] of Object.entries(truths)) {
    yield {
      id,
      kind: 'news',
      url,
      html: gunzipSync(readFileSync(join(directory, 'html', `${id}.html.gz`))).toString('utf8'),
      text: articleBody,
    }
  }
}

export function shinglesOf(text: string): Map<string, number> {
  const words = text.match(/[\p{L}\p{N}_]+/gu) ?? []
  const counts = new Map<string, number>()
  for (let at = 0; at + 4 <= words.length; at++) {
    const run = words.slice(at, at + 4).join(' ')
    counts.set(run, (counts.get(run) ?? 0) + 1)
  }
  return counts
}

export function load(sources: readonly Source[]): Page[] {
  const foldOf = new Map<string, number>()
  let start = 0
  return sources.map(({ id, kind, url, html, text }) => {
    const document = parseHtml(html)
    const { blocks, root } = pageBlocks(document)
    const { rows } = blockFeatures(blocks, root, { title: readTitle(document), url })
    // Pages of one site stay together, so that a fold is tested on sites that it has not seen.
    const host = URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : id
    if (!foldOf.has(host)) foldOf.set(host, foldOf.size % folds)
    const page: Page = {
      id,
      kind,
      text,
      fold: foldOf.get(host) ?? 0,
      blocks,
      rows,
      labels: labelBlocks(blocks, text),
      truth: countsOf(text),
      truthWords: countWords(text),
      start,
    }
    start += blocks.length
    return page
  })
}
