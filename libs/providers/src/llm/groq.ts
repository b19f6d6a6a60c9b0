import { z } from 'zod'
import { defineLlm } from '../define-provider.ts'
import { callChat, streamChat, type ChatDialect } from './chat-completions.ts'
import { listModelsTest } from './list-models-test.ts'

const DIALECT: ChatDialect = {
  service: 'Groq',
  structured: 'json_schema',
  maxTokens: 'max_completion_tokens',
  streamUsage: true,
}
const PRICES = { asOf: '2025-08-05', source: 'https://groq.com/pricing' }

export const groqProvider = defineLlm({
  id: 'groq',
  kind: 'llm',
  label: 'Groq',
  summary: 'Open models at high speed.',
  homepage: 'https://console.groq.com',
  keyPage: 'https://console.groq.com/keys',
  key: 'required',
  settings: z.object({
    baseUrl: z
      .url()
      .default('https://api.groq.com/openai/v1')
      .meta({ title: 'Base URL', description: 'Change it for a gateway.' }),
  }),
  models: [
    {
      id: 'openai/gpt-oss-20b',
      label: 'GPT-OSS 20B',
      context: 131_072,
      price: {
        inputMicrosPerMillion: 100_000,
        cachedInputMicrosPerMillion: 100_000,
        outputMicrosPerMillion: 500_000,
        ...PRICES,
      },
    },
    {
      id: 'openai/gpt-oss-120b',
      label: 'GPT-OSS 120B',
      context: 131_072,
      price: {
        inputMicrosPerMillion: 150_000,
        cachedInputMicrosPerMillion: 150_000,
        outputMicrosPerMillion: 750_000,
        ...PRICES,
      },
    },
  ],
  limits: { requestsPerMinute: 30, tokensPerMinute: 8_000, concurrency: 4 },
  provenance: {
    label: 'recorded',
    checked: 'Recorded answers, streams and tool calls of the service, replayed whole, cut and doubled.',
    unchecked: 'Structured output has no recording; nothing was sent to the live service.',
  },
  legacy: null,
  honoursAttemptKey: false,
  test: (context) => listModelsTest(DIALECT.service, context),
  call: (request, context) => callChat(request, context, DIALECT),
  stream: (request, context, onEvent) => streamChat(request, context, DIALECT, onEvent),
})
