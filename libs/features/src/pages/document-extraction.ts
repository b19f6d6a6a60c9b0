import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createGunzip } from 'node:zlib'
import {
  createArchiveIndex,
  createArchiveSource,
  decodeHtml,
  extractContent,
  extractMetadata,
  extractPage,
  type PageMetadata,
} from '@enrichify/collection'
import { Refused, type PageSource } from '@enrichify/domain'
import { Inject, Injectable } from '@nestjs/common'
import { PAGE_SOURCE } from '../core/tokens.ts'

/**
 * What can be extracted from one page without other services. Offsets of facts point into `evidence.text`; `text` is
 * the main content.
 */
export interface ExtractedDocument extends PageMetadata {
  source: string
  url: string | null
  text: string
  markdown: string
  facts: { kind: string; value: unknown; quote: string; start: number; end: number }[]
  evidence: { text: string; hash: string; version: number }
}

const HTML_FILE = /\.html?(?:\.gz)?$/i
const ARCHIVE_FILE = /\.warc(?:\.gz)?$/i
const MAX_PAGE_BYTES = 64 * 1024 * 1024

/** Reads documents from files, folders, archives and the web, one after another. */
@Injectable()
export class DocumentExtraction {
  constructor(@Inject(PAGE_SOURCE) private readonly web: PageSource) {}

  /** A file, a folder (its pages in the order of their names, subfolders included), an archive, or an address. */
  async *extract(input: string, signal?: AbortSignal): AsyncGenerator<ExtractedDocument> {
    if (/^https?:\/\//i.test(input)) return yield* this.#fromWeb(input, signal)
    const found = await stat(input).catch(() => null)
    if (!found) throw new Refused('not_found', `There is no file or folder ${input}.`, 'not_found')
    if (found.isDirectory())
      for (const { path, source } of await listPages(input)) yield await extractFile(path, source)
    else if (ARCHIVE_FILE.test(input)) yield* this.#fromArchive(input)
    else yield await extractFile(input, basename(input))
  }

  async *#fromArchive(path: string): AsyncGenerator<ExtractedDocument> {
    const index = await createArchiveIndex([path])
    const pages = createArchiveSource({ lookup: index.lookup })
    const seen = new Set<string>()
    for (const entry of index.entries) {
      if (entry.status >= 300 || seen.has(entry.urlKey) || (entry.mime !== '' && !entry.mime.includes('html'))) continue
      seen.add(entry.urlKey)
      const result = await pages.read(entry.url)
      if (result.ok)
        yield describe(
          basename(path),
          result.page.finalUrl,
          decodeHtml(result.page.body, result.page.headers['content-type']).html,
          result.page.headers,
        )
    }
  }

  async *#fromWeb(url: string, signal?: AbortSignal): AsyncGenerator<ExtractedDocument> {
    const result = await this.web.read(url, signal ? { signal } : {})
    if (!result.ok) throw new Refused(result.failure, result.detail, 'unprocessable')
    yield describe(
      url,
      result.page.finalUrl,
      decodeHtml(result.page.body, result.page.headers['content-type']).html,
      result.page.headers,
    )
  }
}

/** The pages of a folder and its subfolders, in the order of their names. */
export async function listPages(folder: string): Promise<{ path: string; source: string }[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => HTML_FILE.test(name)).sort()
  if (names.length === 0) throw new Refused('no_pages', 'This folder has no .html or .html.gz files.', 'unprocessable')
  return names.map((source) => ({ path: join(folder, source), source }))
}

export async function extractFile(path: string, source: string): Promise<ExtractedDocument> {
  const bytes = path.endsWith('.gz') ? await unpack(path) : await readFile(path)
  if (bytes.length > MAX_PAGE_BYTES)
    throw new Refused('too_large', `${source} is larger than a page can be.`, 'too_large')
  return describe(source, null, decodeHtml(bytes).html)
}

async function unpack(path: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of createReadStream(path).pipe(createGunzip()) as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_PAGE_BYTES)
      throw new Refused('too_large', `${basename(path)} unpacks to more than a page can be.`, 'too_large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** A file does not say where it comes from, but the page in it may. */
function canonicalUrl(html: string): string | null {
  const head = html.slice(0, 100_000)
  // In two steps, so that no tag is read from each of its places again.
  const tags = head.match(/<(?:link|meta)\b[^<>]*>/gi) ?? []
  const tag =
    tags.find((one) => /^<link\b/i.test(one) && /\brel\s*=\s*["']?canonical\b/i.test(one)) ??
    tags.find((one) => /^<meta\b/i.test(one) && /\bproperty\s*=\s*["']?og:url\b/i.test(one))
  const url = tag && /\b(?:href|content)\s*=\s*["']?(https?:\/\/[^"'\s>]+)/i.exec(tag)?.[1]
  return url && URL.canParse(url) ? url : null
}

function describe(
  source: string,
  knownUrl: string | null,
  html: string,
  headers?: Record<string, string>,
): ExtractedDocument {
  const url = knownUrl ?? canonicalUrl(html)
  // Relative links and country hints need an address, but the path of a file must stay private.
  const page = extractPage({ html, url: url ?? 'https://page.invalid/', ...(headers ? { headers } : {}) })
  const metadata = extractMetadata({
    document: page.document,
    jsonLd: page.structured.jsonLd,
    meta: page.structured.meta,
    properties: page.structured.openGraph.properties,
    url: page.url,
  })
  const content = extractContent({
    document: page.document,
    url: page.url,
    ...(metadata.title ? { title: metadata.title } : {}),
  })
  const { text, hash, version } = page.evidence
  return {
    source,
    url,
    ...metadata,
    ...content,
    facts: page.facts.map(({ kind, value, quote, start, end }) => ({ kind, value, quote, start, end })),
    evidence: { text, hash, version },
  }
}
