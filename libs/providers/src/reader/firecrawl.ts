import { z } from 'zod'
import { defineReader, type CallContext } from '../define-provider.ts'
import { baseUrl } from '../http/base-url.ts'
import { callJson, urlOf } from '../http/call-json.ts'
import { providerFailure } from '../http/failure-of-status.ts'
import type { ReadAnswer, ReadRequest } from './reader-provider.ts'

const SERVICE = 'Firecrawl'
const page = z.object({
  markdown: z.string().nullish(),
  html: z.string().nullish(),
  metadata: z
    .object({
      title: z.union([z.string(), z.array(z.string())]).nullish(),
      sourceURL: z.string().nullish(),
      url: z.string().nullish(),
      statusCode: z.number().nullish(),
      error: z.string().nullish(),
    })
    .nullish(),
})
const answer = z.object({ success: z.boolean(), data: page.optional() })

export const firecrawlProvider = defineReader({
  id: 'firecrawl',
  kind: 'reader',
  label: 'Firecrawl',
  summary: 'Reads a page in a browser at the service; you can also host it yourself.',
  homepage: 'https://www.firecrawl.dev',
  keyPage: 'https://www.firecrawl.dev/app/api-keys',
  key: 'required',
  settings: z.object({ baseUrl: baseUrl('https://api.firecrawl.dev', 'Change it for your own Firecrawl.') }),
  price: { microsPerCall: 5300, asOf: '2025-06-01', source: 'https://www.firecrawl.dev/pricing' },
  limits: { requestsPerMinute: 100, tokensPerMinute: null, concurrency: 5 },
  provenance: {
    label: 'contract',
    checked: 'Its OpenAPI document (v1), replayed with 22 faults.',
    unchecked: 'No answer of the live service was available.',
  },
  legacy: null,
  honoursAttemptKey: false,
  test: async (context) => {
    await callJson(context, {
      service: SERVICE,
      url: urlOf(context.settings.baseUrl, 'v1/team/credit-usage'),
      headers: { authorization: `Bearer ${context.key}` },
      answer: z.object({ success: z.boolean() }),
    })
    return `${SERVICE} accepts the key.`
  },
  call: read,
})

async function read({ url }: ReadRequest, context: CallContext<{ baseUrl: string }>): Promise<ReadAnswer> {
  const { success, data } = await callJson(context, {
    service: SERVICE,
    url: urlOf(context.settings.baseUrl, 'v1/scrape'),
    headers: { authorization: `Bearer ${context.key}` },
    body: { url, formats: ['markdown', 'html'], onlyMainContent: false },
    answer,
  })
  if (!success || !data) throw providerFailure(SERVICE, 'malformed', 'yes')
  const title = data.metadata?.title
  return {
    url,
    finalUrl: data.metadata?.url ?? data.metadata?.sourceURL ?? url,
    status: data.metadata?.statusCode ?? null,
    title: (Array.isArray(title) ? title[0] : title) ?? '',
    markdown: data.markdown ?? '',
    html: data.html ?? null,
    requestId: null,
  }
}
