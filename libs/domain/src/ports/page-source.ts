/** Why a page could not be had; each becomes a typed empty and, where it helps, a retry. */
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

/** A page as the wire gave it, body decoded from its transfer and content coding but still bytes. */
export interface FetchedPage {
  /** What was asked for. */
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

/** Reads pages: the live web through the guarded fetcher, or an archive. Never throws for what the web does; throws on abort. */
export interface PageSource {
  read(url: string, options?: { signal?: AbortSignal }): Promise<PageResult>
  /** Addresses that the source is known to have of the same host, where it can tell; what a site map is to the live web. */
  list?(url: string): Promise<string[]>
}
