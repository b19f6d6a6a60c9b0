import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import {
  decodeHtml,
  extractPage,
  parseArchivedResponse,
  readRecordAt,
  archiveUrlKey,
  createWarcWriter,
  type ExtractedPage,
  type WarcWriter,
} from '@enrichify/collection'
import { CaptureRepository, Database, type CaptureRow, type NewCapture } from '@enrichify/database'
import {
  EVIDENCE_TEXT_VERSION,
  GivenUp,
  type EvidenceText,
  type FetchedPage,
  type PageFailure,
  type PageSource,
  type ReadOptions,
  type Scope,
} from '@enrichify/domain'
import { FileStorage } from '@enrichify/platform'
import { Injectable, type OnModuleDestroy } from '@nestjs/common'

/** A stored page: its text, and the capture that proves it. */
export interface StoredPage extends ExtractedPage {
  captureId: string
  /** False: it was already stored, and nothing was fetched. */
  fresh: boolean
}

/** A source of quotes: a page, or another answer that is stored like one. */
export interface StoredAnswer {
  url: string
  captureId: string
  evidence: EvidenceText
}

export type StoredPageResult = { ok: true; page: StoredPage } | { ok: false; failure: PageFailure }

const FOLDER = 'pages'

/** Pages as evidence: read once, stored complete in WARC by content, and found again by URL. */
@Injectable()
export class PageStore implements OnModuleDestroy {
  #writer: Promise<WarcWriter> | null = null

  constructor(
    private readonly database: Database,
    private readonly captures: CaptureRepository,
    private readonly storage: FileStorage,
  ) {}

  /**
   * The page at `url`: from this workspace's store if it is fresh enough (`since`), else fetched from the source and
   * stored.
   */
  async read(
    scope: Scope,
    url: string,
    from: { source: PageSource; archiveId: string | null; since: Date } & ReadOptions,
  ): Promise<StoredPageResult> {
    const urlKey = archiveUrlKey(url)
    const known = await this.database.inScope(scope, (tx) =>
      this.captures.findFresh(tx, urlKey, from.archiveId, from.since),
    )
    if (known) return { ok: true, page: { ...(await this.#reread(known)), captureId: known.id, fresh: false } }
    const result = await from.source.read(url, {
      ...(from.signal && { signal: from.signal }),
      ...(from.patience && { patience: from.patience }),
    })
    if (!result.ok) return { ok: false, failure: result.failure }
    const { html, charset } = decodeHtml(result.page.body, result.page.headers['content-type'])
    const extracted = extractPage({ html, url: result.page.finalUrl, headers: result.page.headers })
    const captureId = await this.#store(scope, urlKey, from.archiveId, result.page, charset, extracted.evidence)
    return { ok: true, page: { ...extracted, captureId, fresh: true } }
  }

  /**
   * An answer that is not a page (of a data service or an address that answers JSON), stored as evidence in the same
   * way. Quotes point into its text.
   */
  async keep(scope: Scope, url: string, text: string, fetchedAt: number): Promise<StoredAnswer> {
    const body = new TextEncoder().encode(text)
    const evidence: EvidenceText = {
      text,
      hash: createHash('sha256').update(text).digest('hex'),
      version: EVIDENCE_TEXT_VERSION,
      segments: [{ kind: 'text', start: 0, end: text.length, source: 'body' }],
    }
    const page = {
      url,
      finalUrl: url,
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body,
      fetchedAt,
      via: 'service' as const,
    }
    return { url, captureId: await this.#store(scope, archiveUrlKey(url), null, page, 'utf-8', evidence), evidence }
  }

  /** The decoded HTML of a capture that the caller may see. */
  async html(capture: CaptureRow): Promise<string> {
    return decodeHtml(await this.#body(capture), capture.contentType).html
  }

  async #reread(capture: CaptureRow): Promise<ExtractedPage> {
    return extractPage({ html: await this.html(capture), url: capture.finalUrl })
  }

  async #body(capture: CaptureRow): Promise<Uint8Array> {
    const record = await readRecordAt(
      join(this.storage.root, FOLDER, capture.warcFile),
      capture.warcOffset,
      capture.warcLength,
    )
    const response = parseArchivedResponse(record)
    if (!response) throw new GivenUp('capture_unreadable', 'The stored page can no longer be read.')
    return response.body
  }

  async #store(
    scope: Scope,
    urlKey: string,
    archiveId: string | null,
    page: Omit<FetchedPage, 'via'> & { via: NewCapture['via'] },
    charset: string,
    evidence: EvidenceText,
  ): Promise<string> {
    const digest = createHash('sha256').update(page.body).digest('hex')
    const isKnown = await this.database.inScope(scope, (tx) => this.captures.hasBlob(tx, digest))
    // A body that another workspace already stored is stored again in the file but not in the index: the first location
    // stays.
    const place = isKnown ? { file: '', offset: 0, length: 0 } : await (await this.#open()).append(page)
    return this.database.inScope(scope, (tx) =>
      this.captures.save(tx, {
        url: page.url,
        urlKey,
        finalUrl: page.finalUrl,
        status: page.status,
        via: page.via,
        fetchedAt: new Date(page.fetchedAt),
        headers: withoutSecrets(page.headers),
        contentType: page.headers['content-type'] ?? 'text/html',
        charset,
        bytes: page.body.byteLength,
        archiveId,
        blob: { digest, warcFile: place.file, warcOffset: place.offset, warcLength: place.length },
        text: { hash: evidence.hash, version: evidence.version, text: evidence.text, segments: evidence.segments },
      }),
    )
  }

  #open(): Promise<WarcWriter> {
    // One file name per process: two writers never share a file.
    return (this.#writer ??= createWarcWriter({
      directory: join(this.storage.root, FOLDER),
      name: `pages-${randomUUID().slice(0, 8)}`,
    }))
  }

  async onModuleDestroy(): Promise<void> {
    await (await this.#writer)?.close()
  }
}

/** The cookies of a site are private to the visitor and no evidence. */
function withoutSecrets(headers: Record<string, string>): Record<string, string> {
  const { 'set-cookie': _cookies, ...kept } = headers
  return kept
}
