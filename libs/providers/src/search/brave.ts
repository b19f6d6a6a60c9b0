import { z } from 'zod'
import { defineSearch, type CallContext } from '../define-provider.ts'
import { baseUrl } from '../http/base-url.ts'
import { callJson, plainText, urlOf } from '../http/call-json.ts'
import type { SearchAnswer, SearchRequest } from './search-provider.ts'

const SERVICE = 'Brave Search'
const MOST = 20
const answer = z.object({
  web: z
    .object({
      results: z.array(
        z.object({
          url: z.string(),
          title: z.string(),
          description: z.string().optional(),
          page_age: z.string().nullish(),
        }),
      ),
    })
    .optional(),
})

export const braveProvider = defineSearch({
  id: 'brave',
  kind: 'search',
  label: 'Brave Search',
  summary: 'Its own index, independent of the large ones.',
  homepage: 'https://brave.com/search/api/',
  keyPage: 'https://api-dashboard.search.brave.com/app/keys',
  key: 'required',
  settings: z.object({ baseUrl: baseUrl('https://api.search.brave.com') }),
  price: { microsPerCall: 5000, asOf: '2025-06-01', source: 'https://brave.com/search/api/' },
  limits: { requestsPerMinute: 60, tokensPerMinute: null, concurrency: 2 },
  provenance: {
    label: 'contract',
    checked: 'The published contract and its example answer, replayed with 22 faults.',
    unchecked: 'No answer of the live service was available.',
  },
  legacy: null,
  honoursAttemptKey: false,
  test: async (context) =>
    `${SERVICE} accepts the key and found ` +
    `${(await search({ query: 'Enrichify', count: 1 }, context)).results.length} page.`,
  call: search,
})

async function search(request: SearchRequest, context: CallContext<{ baseUrl: string }>): Promise<SearchAnswer> {
  const url = urlOf(context.settings.baseUrl, 'res/v1/web/search', {
    q: request.query,
    count: Math.min(MOST, request.count),
    country: request.country,
    search_lang: request.language,
    text_decorations: 'false',
  })
  const found = await callJson(context, {
    service: SERVICE,
    url,
    headers: { 'x-subscription-token': context.key ?? '' },
    answer,
  })
  return {
    results: (found.web?.results ?? []).map((page) => ({
      url: page.url,
      title: plainText(page.title),
      snippet: plainText(page.description),
      publishedAt: page.page_age ?? null,
    })),
    requestId: null,
  }
}
