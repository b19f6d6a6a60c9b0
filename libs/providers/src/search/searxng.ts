import { z } from 'zod'
import { defineSearch, type CallContext } from '../define-provider.ts'
import { baseUrl } from '../http/base-url.ts'
import { callJson, plainText, urlOf } from '../http/call-json.ts'
import type { SearchAnswer, SearchRequest } from './search-provider.ts'

const SERVICE = 'SearXNG'
const answer = z.object({
  results: z.array(
    z.object({
      url: z.string(),
      title: z.string(),
      content: z.string().nullish(),
      publishedDate: z.string().nullish(),
    }),
  ),
})

export const searxngProvider = defineSearch({
  id: 'searxng',
  kind: 'search',
  label: 'SearXNG',
  summary:
    'A search engine that you host yourself; free. It must offer the format json, and its host be ' +
    'named in ALLOWED_PRIVATE_HOSTS.',
  homepage: 'https://docs.searxng.org',
  keyPage: null,
  key: 'none',
  settings: z.object({
    baseUrl: baseUrl(
      'http://127.0.0.1:8888',
      'Where your SearXNG listens; a private address must be named in ALLOWED_PRIVATE_HOSTS.',
    ),
  }),
  price: { microsPerCall: 0, asOf: '2025-06-01', source: 'https://docs.searxng.org' },
  limits: { requestsPerMinute: 60, tokensPerMinute: null, concurrency: 2 },
  provenance: {
    label: 'contract',
    checked: 'The published contract and its example answer, replayed with 22 faults.',
    unchecked: 'No answer of the live service was available.',
  },
  legacy: null,
  honoursAttemptKey: false,
  test: async (context) =>
    `${SERVICE} answers and found ${(await search({ query: 'Enrichify', count: 1 }, context)).results.length} page.`,
  call: search,
})

async function search(request: SearchRequest, context: CallContext<{ baseUrl: string }>): Promise<SearchAnswer> {
  const url = urlOf(context.settings.baseUrl, 'search', {
    q: request.query,
    format: 'json',
    language: request.language && request.country ? `${request.language}-${request.country}` : request.language,
  })
  const found = await callJson(context, { service: SERVICE, url, answer })
  // It always answers with whole pages of results.
  return {
    results: found.results.slice(0, request.count).map((page) => ({
      url: page.url,
      title: plainText(page.title),
      snippet: plainText(page.content),
      publishedAt: page.publishedDate ?? null,
    })),
    requestId: null,
  }
}
