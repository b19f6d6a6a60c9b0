import { z } from 'zod'
import { defineSearch, type CallContext } from '../define-provider.ts'
import { baseUrl } from '../http/base-url.ts'
import { callJson, plainText, urlOf } from '../http/call-json.ts'
import type { SearchAnswer, SearchRequest } from './search-provider.ts'

const SERVICE = 'Jina Search'
const answer = z.object({
  data: z
    .array(
      z.object({
        url: z.string(),
        title: z.string().nullish(),
        description: z.string().nullish(),
        date: z.string().nullish(),
      }),
    )
    .nullable(),
})

export const jinaSearchProvider = defineSearch({
  id: 'jina-search',
  kind: 'search',
  label: 'Jina Search',
  summary: 'Search by the makers of the Jina Reader; priced by tokens, so set what a call costs you.',
  homepage: 'https://jina.ai/reader/',
  keyPage: 'https://jina.ai/api-dashboard/',
  key: 'required',
  settings: z.object({ baseUrl: baseUrl('https://s.jina.ai') }),
  price: null,
  limits: { requestsPerMinute: 100, tokensPerMinute: null, concurrency: 5 },
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
  const url = urlOf(context.settings.baseUrl, '', {
    q: request.query,
    gl: request.country,
    hl: request.language,
    num: Math.min(20, request.count),
  })
  // Without this header it reads every page that it finds, and charges for their tokens.
  const found = await callJson(context, {
    service: SERVICE,
    url,
    headers: { authorization: `Bearer ${context.key}`, 'x-respond-with': 'no-content' },
    answer,
  })
  return {
    results: (found.data ?? []).slice(0, request.count).map((page) => ({
      url: page.url,
      title: plainText(page.title),
      snippet: plainText(page.description),
      publishedAt: page.date ?? null,
    })),
    requestId: null,
  }
}
