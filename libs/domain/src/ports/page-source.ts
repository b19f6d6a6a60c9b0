import type { Patience } from './patience.ts'

/** Why we could not get a page. Each reason becomes a typed empty and, when it helps, a retry. */
export type PageFailure =
  | 'robots_disallowed'
  | 'page_blocked'
  | 'not_found'
  | 'address_refused'
  | 'not_html'
  | 'too_large'
  | 'timed_out'
  | 'unreachable'
  | 'redirect_loop'
  | 'not_in_archive'
  | 'offline'

/** A page as it came over the network. The transfer and content coding are removed, but the body is still bytes. */
export interface FetchedPage {
  /** The URL that was asked for. */
  url: string
  /** Where the redirects ended. */
  finalUrl: string
  status: number
  /** Lower-case names; repeated headers joined by `, `. */
  headers: Record<string, string>
  body: Uint8Array
  /** Milliseconds since the epoch. */
  fetchedAt: number
  via: 'http' | 'browser' | 'archive'
}

export type PageResult =
  | { ok: true; page: FetchedPage }
  | { ok: false; failure: PageFailure; status: number | null; detail: string }

export interface ReadOptions {
  signal?: AbortSignal
  /** What is left of a row's patience with each host. A host that used it up is not asked again. */
  patience?: Patience
}

/**
 * Reads pages: from the live web through the guarded fetcher, or from an archive. Never throws for what a site does.
 * Throws on abort.
 */
export interface PageSource {
  read(url: string, options?: ReadOptions): Promise<PageResult>
  /** Addresses of the same host that the source has, when it can tell. It is what a site map is for the live web. */
  list?(url: string): Promise<string[]>
}
