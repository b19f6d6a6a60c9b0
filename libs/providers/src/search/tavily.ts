import { z } from 'zod'
import { defineSearch, type CallContext } from '../define-provider.ts'
import { baseUrl } from '../http/base-url.ts'
import { callJson, plainText, urlOf } from '../http/call-json.ts'
import type { SearchAnswer, SearchRequest } from './search-provider.ts'

const SERVICE = 'Tavily'
const MOST = 20
const answer = z.object({
  results: z.array(
    z.object({ url: z.string(), title: z.string(), content: z.string(), published_date: z.string().nullish() }),
  ),
  request_id: z.string().nullish(),
})

export const tavilyProvider = defineSearch({
  id: 'tavily',
  kind: 'search',
  label: 'Tavily',
  summary: 'Search made for language models; the snippets are longer.',
  homepage: 'https://tavily.com',
  keyPage: 'https://app.tavily.com',
  key: 'required',
  settings: z.object({ baseUrl: baseUrl('https://api.tavily.com') }),
  price: { microsPerCall: 8000, asOf: '2025-06-01', source: 'https://docs.tavily.com/documentation/api-credits' },
  limits: { requestsPerMinute: 100, tokensPerMinute: null, concurrency: 8 },
  provenance: {
    label: 'contract',
    checked: 'The published contract and its example answer, replayed with 22 faults.',
    unchecked: 'No answer of the live service was available.',
  },
  legacy: null,
  honoursAttemptKey: false,
  test: async (context) => {
    await callJson(context, {
      service: SERVICE,
      url: urlOf(context.settings.baseUrl, 'usage'),
      headers: { authorization: `Bearer ${context.key}` },
      answer: z.object({}),
    })
    return `${SERVICE} accepts the key.`
  },
  call: search,
})

async function search(request: SearchRequest, context: CallContext<{ baseUrl: string }>): Promise<SearchAnswer> {
  // This service wants English country names. The query says it better.
  const body = { query: request.query, max_results: Math.min(MOST, request.count), search_depth: 'basic' }
  const found = await callJson(context, {
    service: SERVICE,
    url: urlOf(context.settings.baseUrl, 'search'),
    headers: { authorization: `Bearer ${context.key}` },
    body,
    answer,
  })
  return {
    results: found.results.map((page) => ({
      url: page.url,
      title: plainText(page.title),
      snippet: plainText(page.content),
      publishedAt: page.published_date ?? null,
    })),
    requestId: found.request_id ?? null,
  }
}
