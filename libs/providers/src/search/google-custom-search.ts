import { z } from 'zod'
import { defineSearch, type CallContext } from '../define-provider.ts'
import { baseUrl } from '../http/base-url.ts'
import { callJson, plainText, urlOf } from '../http/call-json.ts'
import type { SearchAnswer, SearchRequest } from './search-provider.ts'

const SERVICE = 'Google Custom Search'
const MOST = 10
const answer = z.object({
  items: z.array(z.object({ link: z.string(), title: z.string(), snippet: z.string().optional() })).default([]),
})

export const googleCustomSearchProvider = defineSearch({
  id: 'google-custom-search',
  kind: 'search',
  label: 'Google Custom Search',
  summary: 'The Custom Search JSON API of Google, for those who still have it.',
  homepage: 'https://developers.google.com/custom-search/v1/overview',
  keyPage: 'https://developers.google.com/custom-search/v1/overview',
  key: 'required',
  settings: z.object({
    baseUrl: baseUrl('https://customsearch.googleapis.com'),
    cx: z
      .string()
      .min(1)
      .max(100)
      .default('set-me')
      .meta({ title: 'Search engine ID', description: 'The cx of your programmable search engine.' }),
  }),
  price: { microsPerCall: 5000, asOf: '2025-06-01', source: 'https://developers.google.com/custom-search/v1/overview' },
  limits: { requestsPerMinute: 100, tokensPerMinute: null, concurrency: 5 },
  provenance: {
    label: 'contract',
    checked: 'The published contract and its example answer, replayed with 22 faults.',
    unchecked: 'No answer of the live service was available.',
  },
  legacy: 'It takes no new customers and ends in January 2027. Use Brave, Serper, SearXNG, Tavily or Exa instead.',
  honoursAttemptKey: false,
  test: async (context) =>
    `${SERVICE} accepts the key and found ` +
    `${(await search({ query: 'Enrichify', count: 1 }, context)).results.length} page.`,
  call: search,
})

async function search(
  request: SearchRequest,
  context: CallContext<{ baseUrl: string; cx: string }>,
): Promise<SearchAnswer> {
  const url = urlOf(context.settings.baseUrl, 'customsearch/v1', {
    cx: context.settings.cx,
    q: request.query,
    num: Math.min(MOST, request.count),
    gl: request.country?.toLowerCase(),
    hl: request.language,
  })
  // In a header, so that the key is in no log of addresses.
  const found = await callJson(context, {
    service: SERVICE,
    url,
    headers: { 'x-goog-api-key': context.key ?? '' },
    answer,
  })
  return {
    results: found.items.map((page) => ({
      url: page.link,
      title: plainText(page.title),
      snippet: plainText(page.snippet),
      publishedAt: null,
    })),
    requestId: null,
  }
}
