import { z } from 'zod'
import { defineSearch, type CallContext } from '../define-provider.ts'
import { baseUrl } from '../http/base-url.ts'
import { callJson, plainText, urlOf } from '../http/call-json.ts'
import type { SearchAnswer, SearchRequest } from './search-provider.ts'

const SERVICE = 'Bing Web Search'
const MOST = 50
const answer = z.object({
  webPages: z
    .object({
      value: z.array(
        z.object({
          url: z.string(),
          name: z.string(),
          snippet: z.string().optional(),
          datePublished: z.string().optional(),
        }),
      ),
    })
    .optional(),
})

export const bingProvider = defineSearch({
  id: 'bing',
  kind: 'search',
  label: 'Bing Web Search (v7)',
  summary: 'The contract of Bing’s v7 API, for gateways that still speak it.',
  homepage: 'https://learn.microsoft.com/bing/search-apis/',
  keyPage: 'https://learn.microsoft.com/bing/search-apis/',
  key: 'required',
  settings: z.object({
    baseUrl: baseUrl(
      'https://api.bing.microsoft.com',
      'Microsoft’s own service ended; name the gateway that speaks its contract.',
    ),
  }),
  price: null,
  limits: { requestsPerMinute: 180, tokensPerMinute: null, concurrency: 3 },
  provenance: {
    label: 'contract',
    checked: 'The published contract and its example answer, replayed with 22 faults.',
    unchecked: 'No answer of the live service was available.',
  },
  legacy: 'Microsoft ended the service in August 2025. Use Brave, Serper, SearXNG, Tavily or Exa instead.',
  honoursAttemptKey: false,
  test: async (context) =>
    `${SERVICE} accepts the key and found ` +
    `${(await search({ query: 'Enrichify', count: 1 }, context)).results.length} page.`,
  call: search,
})

async function search(request: SearchRequest, context: CallContext<{ baseUrl: string }>): Promise<SearchAnswer> {
  const url = urlOf(context.settings.baseUrl, 'v7.0/search', {
    q: request.query,
    count: Math.min(MOST, request.count),
    cc: request.country,
    setLang: request.language,
    responseFilter: 'Webpages',
    textDecorations: 'false',
  })
  const found = await callJson(context, {
    service: SERVICE,
    url,
    headers: { 'ocp-apim-subscription-key': context.key ?? '' },
    answer,
  })
  return {
    results: (found.webPages?.value ?? []).map((page) => ({
      url: page.url,
      title: plainText(page.name),
      snippet: plainText(page.snippet),
      publishedAt: page.datePublished ?? null,
    })),
    requestId: null,
  }
}
