import { z } from 'zod'
import { defineSearch, type CallContext } from '../define-provider.ts'
import { baseUrl } from '../http/base-url.ts'
import { callJson, plainText, urlOf } from '../http/call-json.ts'
import type { SearchAnswer, SearchRequest } from './search-provider.ts'

const SERVICE = 'Exa'
const MOST = 25
const answer = z.object({
  requestId: z.string().nullish(),
  results: z.array(
    z.object({
      url: z.string(),
      title: z.string().nullish(),
      text: z.string().nullish(),
      highlights: z.array(z.string()).nullish(),
      publishedDate: z.string().nullish(),
    }),
  ),
})

export const exaProvider = defineSearch({
  id: 'exa',
  kind: 'search',
  label: 'Exa',
  summary: 'Search by meaning; good at companies and people.',
  homepage: 'https://exa.ai',
  keyPage: 'https://dashboard.exa.ai/api-keys',
  key: 'required',
  settings: z.object({ baseUrl: baseUrl('https://api.exa.ai') }),
  price: { microsPerCall: 6000, asOf: '2025-06-01', source: 'https://exa.ai/pricing' },
  limits: { requestsPerMinute: 300, tokensPerMinute: null, concurrency: 5 },
  provenance: {
    label: 'contract',
    checked: 'Its OpenAPI document and the example in it, replayed with 22 faults.',
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
  const body = {
    query: request.query,
    numResults: Math.min(MOST, request.count),
    contents: { highlights: true },
    ...(request.country ? { userLocation: request.country } : {}),
  }
  const found = await callJson(context, {
    service: SERVICE,
    url: urlOf(context.settings.baseUrl, 'search'),
    headers: { 'x-api-key': context.key ?? '' },
    body,
    answer,
  })
  return {
    results: found.results.map((page) => ({
      url: page.url,
      title: plainText(page.title),
      snippet: plainText(page.highlights?.join(' … ') ?? page.text?.slice(0, 500)),
      publishedAt: page.publishedDate ?? null,
    })),
    requestId: found.requestId ?? null,
  }
}
