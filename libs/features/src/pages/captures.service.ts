import { makeHarmless } from '@enrichify/collection'
import type { Capture, FoundPageJson } from '@enrichify/contracts'
import { CaptureRepository, Database, type FoundPage } from '@enrichify/database'
import { bestWindow, notFound, searchPrefixes, type Principal, type Scope } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { PageStore } from './page-store.ts'

/** Stored pages, for the people who check them. */
@Injectable()
export class CapturesService {
  constructor(
    private readonly database: Database,
    private readonly captures: CaptureRepository,
    private readonly pages: PageStore,
  ) {}

  async search(principal: Principal, query: string, limit: number): Promise<FoundPageJson[]> {
    requirePermission(principal, 'websets.read')
    const found = await this.find(principal, query, limit)
    return found.map((page) => ({
      captureId: page.captureId,
      url: page.url,
      title: titleOf(page),
      snippet: snippetOf(page, query),
      fetchedAt: page.fetchedAt.toISOString(),
    }))
  }

  /** The stored pages of a workspace that match the words best. */
  async find(scope: Scope, query: string, limit: number): Promise<FoundPage[]> {
    const prefixes = searchPrefixes(query)
    return prefixes.length ? this.database.inScope(scope, (tx) => this.captures.search(tx, prefixes, limit)) : []
  }

  async get(principal: Principal, id: string): Promise<Capture> {
    requirePermission(principal, 'websets.read')
    const { capture, text } = await this.database.inScope(principal, async (tx) => {
      const found = await this.captures.find(tx, id)
      const stored = found && (await this.captures.text(tx, found.textHash, found.textVersion))
      if (!found || !stored) throw notFound('capture')
      return { capture: found, text: stored }
    })
    return {
      id: capture.id,
      url: capture.url,
      finalUrl: capture.finalUrl,
      status: capture.status,
      via: capture.via,
      fetchedAt: capture.fetchedAt.toISOString(),
      contentType: capture.contentType,
      bytes: capture.bytes,
      digest: capture.digest,
      evidence: { text: text.text, segments: text.segments, hash: capture.textHash, version: capture.textVersion },
      html: makeHarmless(capture.via === 'service' ? plainDocument(text.text) : await this.pages.html(capture)),
    }
  }
}

/** The answer of a service is text and must look like text. */
function plainDocument(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<pre style="white-space:pre-wrap;font:13px/1.5 ui-monospace,monospace">${escaped}</pre>`
}

/** The title segment has a label (`title: …`). A page without a title shows its address. */
export function titleOf({ text, segments, url }: Pick<FoundPage, 'text' | 'segments' | 'url'>): string {
  const title = segments.find(({ kind }) => kind === 'title')
  return (
    (title
      ? text
          .slice(title.start, title.end)
          .replace(/^title:/, '')
          .trim()
      : '') || url
  )
}

/** The passage of the visible text that matches best. */
export function snippetOf({ url, text, segments }: FoundPage, query: string): string {
  const unseen = segments.find(({ kind }) => kind !== 'text')?.start ?? text.length
  const visible = text.slice(0, unseen)
  const window = bestWindow({ url, evidence: { text: visible, segments, hash: '', version: 0 } }, query) ?? {
    start: 0,
    end: 300,
  }
  return visible.slice(window.start, window.end).replaceAll(/\s+/g, ' ').trim()
}
