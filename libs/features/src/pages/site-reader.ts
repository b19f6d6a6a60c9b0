import { choosePromisingLinks } from '@enrichify/collection'
import type { FactKind, PageFailure, PageSource, Patience, RowSite, Scope } from '@enrichify/domain'
import { Inject, Injectable } from '@nestjs/common'
import { OutsideWatch } from '../core/outside-watch.ts'
import { PAGE_SOURCE } from '../core/tokens.ts'
import { ArchivesService } from './archives.service.ts'
import { PageStore, type StoredPage, type StoredPageResult } from './page-store.ts'

export interface SiteReading {
  pages: StoredPage[]
  /** Why there is no page at all. Null if there is one. */
  failure: PageFailure | null
  /** Every address that was tried, with the result. */
  tried: { url: string; outcome: string; captureId: string | null }[]
  fetched: number
}

export interface ReadPageOptions {
  archiveId: string | null
  /** A stored page that is older is fetched again. */
  since: Date
  /** Nothing is fetched: a page that is not stored is missing. */
  storedOnly: boolean
  signal: AbortSignal
  patience: Patience
}

export interface ReadSiteOptions extends ReadPageOptions {
  wanted: FactKind[]
  maxPages: number
}

const NO_SOURCE: PageSource = {
  read: async () => ({ ok: false, failure: 'not_in_archive', status: null, detail: 'This page is not stored.' }),
}

const TRIES_PER_PAGE = 3

/** Reads a row's site: the page that the row names, and the few linked pages that promise an answer. */
@Injectable()
export class SiteReader {
  constructor(
    private readonly pages: PageStore,
    private readonly archives: ArchivesService,
    private readonly watch: OutsideWatch,
    @Inject(PAGE_SOURCE) private readonly web: PageSource,
  ) {}

  async readPage(scope: Scope, url: string, options: ReadPageOptions): Promise<StoredPageResult> {
    return this.#read(scope, url, await this.#from(scope, options))
  }

  async #read(scope: Scope, url: string, from: Parameters<PageStore['read']>[2]): Promise<StoredPageResult> {
    const result = await this.pages.read(scope, url, from)
    this.watch.asked(URL.parse(url)?.host ?? '', result.ok ? null : result.failure)
    return result
  }

  async #from(scope: Scope, { archiveId, since, storedOnly, signal, patience }: ReadPageOptions) {
    const source = storedOnly ? NO_SOURCE : archiveId ? await this.archives.source(scope, archiveId) : this.web
    return { source, archiveId, since: storedOnly ? new Date(0) : since, signal, patience }
  }

  async read(scope: Scope, site: RowSite, options: ReadSiteOptions): Promise<SiteReading> {
    const from = await this.#from(scope, options)
    const { source } = from
    const reading: SiteReading = { pages: [], failure: null, tried: [], fetched: 0 }
    const seen = new Set<string>()
    const take = async (url: string): Promise<PageFailure | null> => {
      options.signal.throwIfAborted()
      const result = await this.#read(scope, url, from)
      reading.tried.push({
        url,
        outcome: result.ok ? 'read' : result.failure,
        captureId: result.ok ? result.page.captureId : null,
      })
      if (!result.ok) return result.failure
      if (result.page.fresh) reading.fetched++
      // Two links may lead to one page, and its facts count once.
      if (!seen.has(result.page.evidence.hash)) reading.pages.push(result.page)
      seen.add(result.page.evidence.hash)
      return null
    }
    const listed = (await source.list?.(site.url)) ?? []
    // An archive may lack the page that the row names and still have others of its host.
    for (const entry of [...addressVariants(site.url), ...listed.slice(0, 1)]) {
      reading.failure = await take(entry)
      // Another spelling of the address is worth a try only if the host does not answer.
      if (reading.failure === null || !['unreachable', 'timed_out', 'not_in_archive'].includes(reading.failure)) break
    }
    const [home] = reading.pages
    if (reading.failure || !home) return reading
    home.links.push(...listed.map((url) => ({ url, text: '', rel: 'sitemap' })))
    // A broken link uses up one try but no page. The number of tries has its own limit.
    for (let tries = 0; reading.pages.length < options.maxPages && tries < options.maxPages * TRIES_PER_PAGE; tries++) {
      const [next] = choosePromisingLinks(reading.pages, {
        wanted: options.wanted,
        budget: 1,
        visited: reading.tried.map((tried) => tried.url),
      })
      if (next === undefined) break
      await take(next)
    }
    return reading
  }
}

/** The address as given, then with the other scheme, then with or without `www`. */
function addressVariants(url: string): string[] {
  const original = new URL(url)
  const http = new URL(url)
  http.protocol = original.protocol === 'https:' ? 'http:' : 'https:'
  const www = new URL(url)
  www.hostname = original.hostname.startsWith('www.') ? original.hostname.slice(4) : `www.${original.hostname}`
  const isName = /[a-z]/i.test(original.hostname) && original.hostname.includes('.')
  return [original.href, http.href, ...(isName ? [www.href] : [])]
}
