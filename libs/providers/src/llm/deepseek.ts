import { z } from 'zod'
import { defineLlm } from '../define-provider.ts'
import { callChat, streamChat, type ChatDialect } from './chat-completions.ts'
import { listModelsTest } from './list-models-test.ts'

// It promises JSON but does not follow a schema.
const DIALECT: ChatDialect = {
  service: 'DeepSeek',
  structured: 'json_object',
  maxTokens: 'max_tokens',
  streamUsage: true,
}
const PRICES = { asOf: '2025-09-29', source: 'https://api-docs.deepseek.com/quick_start/pricing' }

export const deepseekProvider = defineLlm({
  id: 'deepseek',
  kind: 'llm',
  label: 'DeepSeek',
  summary: 'DeepSeek models; cheap, and with a discount for repeated input.',
  homepage: 'https://platform.deepseek.com',
  keyPage: 'https://platform.deepseek.com/api_keys',
  key: 'required',
  settings: z.object({
    baseUrl: z
      .url()
      .default('https://api.deepseek.com')
      .meta({ title: 'Base URL', description: 'Change it for a gateway.' }),
  }),
  models: [
    {
      id: 'deepseek-chat',
      label: 'DeepSeek chat',
      context: 128_000,
      price: {
        inputMicrosPerMillion: 280_000,
        cachedInputMicrosPerMillion: 28_000,
        outputMicrosPerMillion: 420_000,
        ...PRICES,
      },
    },
    {
      id: 'deepseek-reasoner',
      label: 'DeepSeek reasoner',
      context: 128_000,
      price: {
        inputMicrosPerMillion: 280_000,
        cachedInputMicrosPerMillion: 28_000,
        outputMicrosPerMillion: 420_000,
        ...PRICES,
      },
    },
  ],
  limits: { requestsPerMinute: 600, tokensPerMinute: null, concurrency: 24 },
  provenance: {
    label: 'recorded',
    checked: 'Recorded answers, streams and tool calls of the service, replayed whole, cut and doubled.',
    unchecked: 'Nothing was sent to the live service.',
  },
  legacy: null,
  honoursAttemptKey: false,
  test: (context) => listModelsTest(DIALECT.service, context),
  call: (request, context) => callChat(request, context, DIALECT),
  stream: (request, context, onEvent) => streamChat(request, context, DIALECT, onEvent),
})
