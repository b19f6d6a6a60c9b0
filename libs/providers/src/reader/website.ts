import { FACT_KINDS, type RowSite } from '@enrichify/domain'
import type { BuiltInProvider } from '../define-provider.ts'

export interface WebsiteRequest {
  site: RowSite
  maxPages: number
}

/** Reads a site’s pages. The server wires it to the page store and the fetcher. */
export interface WebsiteTools<Reading> {
  readSite(request: WebsiteRequest): Promise<Reading>
}

/** The built-in strategy: deterministic, from the row’s own site. The caller decides what a reading looks like. */
export const websiteProvider = {
  id: 'website',
  kind: 'reader',
  label: 'The row’s own website',
  summary:
    'Reads the home page and the few pages behind it that promise an answer. Free, needs no key, polite to the site.',
  answers: FACT_KINDS,
  call: <Reading>(request: WebsiteRequest, tools: WebsiteTools<Reading>): Promise<Reading> => tools.readSite(request),
} satisfies BuiltInProvider<WebsiteRequest, WebsiteTools<unknown>, unknown>
