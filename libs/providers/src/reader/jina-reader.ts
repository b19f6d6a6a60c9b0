import { z } from 'zod'
import { defineReader, type CallContext } from '../define-provider.ts'
import { baseUrl } from '../http/base-url.ts'
import { callJson, urlOf } from '../http/call-json.ts'
import type { ReadAnswer, ReadRequest } from './reader-provider.ts'

const SERVICE = 'Jina Reader'
const answer = z.object({
  data: z.object({
    url: z.string().nullish(),
    title: z.string().nullish(),
    content: z.string(),
    html: z.string().nullish(),
  }),
})

export const jinaReaderProvider = defineReader({
  id: 'jina-reader',
  kind: 'reader',
  label: 'Jina Reader',
  summary: 'Reads a page as Markdown at the service; priced by tokens, so set what a page costs you.',
  homepage: 'https://jina.ai/reader/',
  keyPage: 'https://jina.ai/api-dashboard/',
  key: 'required',
  settings: z.object({ baseUrl: baseUrl('https://r.jina.ai') }),
  price: null,
  limits: { requestsPerMinute: 500, tokensPerMinute: null, concurrency: 10 },
  provenance: {
    label: 'contract',
    checked: 'The published contract and its example answer, replayed with 22 faults.',
    unchecked: 'No answer of the live service was available.',
  },
  legacy: null,
  honoursAttemptKey: false,
  test: async (context) =>
    `${SERVICE} accepts the key and read “${(await read({ url: 'https://example.com' }, context)).title}”.`,
  call: read,
})

async function read({ url }: ReadRequest, context: CallContext<{ baseUrl: string }>): Promise<ReadAnswer> {
  const { data } = await callJson(context, {
    service: SERVICE,
    url: urlOf(context.settings.baseUrl, ''),
    headers: { authorization: `Bearer ${context.key}`, 'x-return-format': 'markdown' },
    body: { url },
    answer,
  })
  return {
    url,
    finalUrl: data.url ?? url,
    status: null,
    title: data.title ?? '',
    markdown: data.content,
    html: data.html ?? null,
    requestId: null,
  }
}
