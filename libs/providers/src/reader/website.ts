import { FACT_KINDS, type RowSite } from '@enrichify/domain'
import { z } from 'zod'
import { defineProvider } from '../define-provider.ts'

export interface WebsiteRequest {
  site: RowSite
  maxPages: number
}

/** Reads a site's pages; wired to the page store and the fetcher by the server. */
export interface WebsiteTools<Reading> {
  readSite(request: WebsiteRequest): Promise<Reading>
}

const definition = defineProvider({
  id: 'website',
  kind: 'reader',
  label: 'The row’s own website',
  summary: 'Reads the home page and the few pages behind it that promise an answer. Free, needs no key, polite to the site.',
  settings: z.object({ maxPages: z.number().int().min(1).max(50).default(10) }),
  needsKey: false,
  priceMicrosPerCall: 0,
  answers: FACT_KINDS,
  call: (request: WebsiteRequest, tools: WebsiteTools<unknown>) => tools.readSite(request),
})

/** The built-in strategy: deterministic, from the row's own site. What a reading looks like is the caller's affair. */
export const websiteProvider = {
  ...definition,
  call: <Reading>(request: WebsiteRequest, tools: WebsiteTools<Reading>): Promise<Reading> => tools.readSite(request),
}
