import { z } from 'zod'
import { defineLlm } from '../define-provider.ts'
import { callChat, streamChat, type ChatDialect } from './chat-completions.ts'
import { listModelsTest } from './list-models-test.ts'

// It counts tokens in every stream and refuses stream options.
const DIALECT: ChatDialect = {
  service: 'Mistral',
  structured: 'json_schema',
  maxTokens: 'max_tokens',
  streamUsage: false,
}
const PRICES = { asOf: '2025-08-12', source: 'https://mistral.ai/pricing' }

export const mistralProvider = defineLlm({
  id: 'mistral',
  kind: 'llm',
  label: 'Mistral',
  summary: 'Mistral models from Europe, with structured output by JSON schema.',
  homepage: 'https://console.mistral.ai',
  keyPage: 'https://console.mistral.ai/api-keys',
  key: 'required',
  settings: z.object({
    baseUrl: z
      .url()
      .default('https://api.mistral.ai/v1')
      .meta({ title: 'Base URL', description: 'Change it for a gateway or your own deployment.' }),
  }),
  models: [
    {
      id: 'mistral-small-latest',
      label: 'Mistral Small',
      context: 128_000,
      price: {
        inputMicrosPerMillion: 100_000,
        cachedInputMicrosPerMillion: 100_000,
        outputMicrosPerMillion: 300_000,
        ...PRICES,
      },
    },
    {
      id: 'mistral-medium-latest',
      label: 'Mistral Medium',
      context: 128_000,
      price: {
        inputMicrosPerMillion: 400_000,
        cachedInputMicrosPerMillion: 400_000,
        outputMicrosPerMillion: 2_000_000,
        ...PRICES,
      },
    },
  ],
  limits: { requestsPerMinute: 60, tokensPerMinute: 500_000, concurrency: 8 },
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
