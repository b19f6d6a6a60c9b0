import { z } from 'zod'
import { defineLlm } from '../define-provider.ts'
import { callChat, streamChat, type ChatDialect } from './chat-completions.ts'
import { listModelsTest } from './list-models-test.ts'

const DIALECT: ChatDialect = {
  service: 'The service',
  structured: 'json_schema',
  maxTokens: 'max_tokens',
  streamUsage: true,
}

export const openaiCompatibleProvider = defineLlm({
  id: 'openai-compatible',
  kind: 'llm',
  label: 'OpenAI-compatible',
  summary: 'Any service or gateway that speaks Chat Completions: LiteLLM, vLLM, LM Studio, llama.cpp and others.',
  homepage: 'https://platform.openai.com/docs/api-reference/chat',
  keyPage: null,
  key: 'optional',
  settings: z.object({
    baseUrl: z.url().default('http://127.0.0.1:4000/v1').meta({
      title: 'Base URL',
      description: 'Up to and including /v1. A private address must be listed in ALLOWED_PRIVATE_HOSTS.',
    }),
  }),
  models: [],
  limits: { requestsPerMinute: 600, tokensPerMinute: null, concurrency: 16 },
  provenance: {
    label: 'recorded',
    checked: 'Recorded answers and streams of xAI, which speaks it, replayed whole, cut and doubled.',
    unchecked: 'Every such service has its own quirks.',
  },
  legacy: null,
  honoursAttemptKey: false,
  test: (context) => listModelsTest(DIALECT.service, context),
  call: (request, context) => callChat(request, context, DIALECT),
  stream: (request, context, onEvent) => streamChat(request, context, DIALECT, onEvent),
})
