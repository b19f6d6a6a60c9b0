import { z } from 'zod'
import { defineSearch, type CallContext } from '../define-provider.ts'
import { baseUrl } from '../http/base-url.ts'
import { callJson, plainText, urlOf } from '../http/call-json.ts'
import type { SearchAnswer, SearchRequest } from './search-provider.ts'

const SERVICE = 'Serper'
const MOST = 100
const answer = z.object({
  organic: z
    .array(
      z.object({ link: z.string(), title: z.string(), snippet: z.string().optional(), date: z.string().optional() }),
    )
    .default([]),
})

export const serperProvider = defineSearch({
  id: 'serper',
  kind: 'search',
  label: 'Serper',
  summary: 'Google’s results through an API; cheap in large packs.',
  homepage: 'https://serper.dev',
  keyPage: 'https://serper.dev/api-key',
  key: 'required',
  settings: z.object({ baseUrl: baseUrl('https://google.serper.dev') }),
  price: { microsPerCall: 1000, asOf: '2025-06-01', source: 'https://serper.dev' },
  limits: { requestsPerMinute: 3000, tokensPerMinute: null, concurrency: 16 },
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
  const body = {
    q: request.query,
    num: Math.min(MOST, request.count),
    ...(request.country ? { gl: request.country.toLowerCase() } : {}),
    ...(request.language ? { hl: request.language } : {}),
  }
  const found = await callJson(context, {
    service: SERVICE,
    url: urlOf(context.settings.baseUrl, 'search'),
    headers: { 'x-api-key': context.key ?? '' },
    body,
    answer,
  })
  return {
    results: found.organic.map((page) => ({
      url: page.link,
      title: plainText(page.title),
      snippet: plainText(page.snippet),
      publishedAt: page.date ?? null,
    })),
    requestId: null,
  }
}
