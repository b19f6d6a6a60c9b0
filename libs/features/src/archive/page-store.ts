import { decodeHtml, extractPage, parseArchivedResponse, readRecordAt, archiveUrlKey, createWarcWriter, type ExtractedPage, type WarcWriter } from '@enrichify/collection'
import { CaptureRepository, Database, type CaptureRow } from '@enrichify/database'
import { GivenUp, type FetchedPage, type PageFailure, type PageSource, type Scope } from '@enrichify/domain'
import { FileStorage } from '@enrichify/platform'
import { Injectable, type OnModuleDestroy } from '@nestjs/common'
import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'

/** A page that is stored: what it says, and the capture that proves it. */
export interface StoredPage extends ExtractedPage {
  captureId: string
  /** False: it was stored already and nothing was fetched. */
  fresh: boolean
}

export type StoredPageResult = { ok: true; page: StoredPage } | { ok: false; failure: PageFailure }

const FOLDER = 'pages'

/** Pages as evidence: read once, stored whole in WARC by content, found again by URL. */
@Injectable()
export class PageStore implements OnModuleDestroy {
  #writer: Promise<WarcWriter> | null = null

  constructor(
    private readonly database: Database,
    private readonly captures: CaptureRepository,
    private readonly storage: FileStorage,
  ) {}

  /** The page at `url`: from this workspace's store when it is fresh enough (`since`), else from the source, and then stored. */
  async read(scope: Scope, url: string, from: { source: PageSource; archiveId: string | null; since: Date; signal?: AbortSignal }): Promise<StoredPageResult> {
    const urlKey = archiveUrlKey(url)
    const known = await this.database.inScope(scope, (tx) => this.captures.findFresh(tx, urlKey, from.archiveId, from.since))
    if (known) return { ok: true, page: { ...(await this.#reread(known)), captureId: known.id, fresh: false } }
    const result = await from.source.read(url, from.signal ? { signal: from.signal } : {})
    if (!result.ok) return { ok: false, failure: result.failure }
    const { html, charset } = decodeHtml(result.page.body, result.page.headers['content-type'])
    const extracted = extractPage({ html, url: result.page.finalUrl, headers: result.page.headers })
    const captureId = await this.#store(scope, urlKey, from.archiveId, result.page, charset, extracted)
    return { ok: true, page: { ...extracted, captureId, fresh: true } }
  }

  /** The decoded HTML of a capture that the caller may see. */
  async html(capture: CaptureRow): Promise<string> {
    return decodeHtml(await this.#body(capture), capture.contentType).html
  }

  async #reread(capture: CaptureRow): Promise<ExtractedPage> {
    return extractPage({ html: await this.html(capture), url: capture.finalUrl })
  }

  async #body(capture: CaptureRow): Promise<Uint8Array> {
    const record = await readRecordAt(join(this.storage.root, FOLDER, capture.warcFile), capture.warcOffset, capture.warcLength)
    const response = parseArchivedResponse(record)
    if (!response) throw new GivenUp('capture_unreadable', 'The stored page cannot be read any more.')
    return response.body
  }

  async #store(scope: Scope, urlKey: string, archiveId: string | null, page: FetchedPage, charset: string, extracted: ExtractedPage): Promise<string> {
    const digest = createHash('sha256').update(page.body).digest('hex')
    const isKnown = await this.database.inScope(scope, (tx) => this.captures.hasBlob(tx, digest))
    // A body that another workspace stored is stored again in the file but not in the index: the first place stays.
    const place = isKnown ? { file: '', offset: 0, length: 0 } : await (await this.#open()).append(page)
    const { evidence } = extracted
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
    // A name of its own per process: two writers never share a file.
    return (this.#writer ??= createWarcWriter({ directory: join(this.storage.root, FOLDER), name: `pages-${randomUUID().slice(0, 8)}` }))
  }

  async onModuleDestroy(): Promise<void> {
    await (await this.#writer)?.close()
  }
}

/** A site's cookies are the visitor's business and no evidence. */
function withoutSecrets(headers: Record<string, string>): Record<string, string> {
  const { 'set-cookie': _cookies, ...kept } = headers
  return kept
}
