import { z } from 'zod'
import { defineLlm } from '../define-provider.ts'
import { callChat, streamChat, type ChatDialect } from './chat-completions.ts'
import { listModelsTest } from './list-models-test.ts'

const DIALECT: ChatDialect = {
  service: 'OpenRouter',
  structured: 'json_schema',
  maxTokens: 'max_tokens',
  streamUsage: true,
  headers: { 'x-title': 'Enrichify' },
}

export const openrouterProvider = defineLlm({
  id: 'openrouter',
  kind: 'llm',
  label: 'OpenRouter',
  summary: 'Many models of many services behind one key; set the price of the one you use.',
  homepage: 'https://openrouter.ai',
  keyPage: 'https://openrouter.ai/keys',
  key: 'required',
  settings: z.object({
    baseUrl: z
      .url()
      .default('https://openrouter.ai/api/v1')
      .meta({ title: 'Base URL', description: 'Change it for a gateway.' }),
  }),
  models: [],
  limits: { requestsPerMinute: 200, tokensPerMinute: null, concurrency: 16 },
  provenance: {
    label: 'contract',
    checked: 'Its contract is that of Chat Completions, on which recordings of other services were replayed.',
    unchecked: 'No answer of OpenRouter itself was available.',
  },
  legacy: null,
  honoursAttemptKey: false,
  test: (context) => listModelsTest(DIALECT.service, context),
  call: (request, context) => callChat(request, context, DIALECT),
  stream: (request, context, onEvent) => streamChat(request, context, DIALECT, onEvent),
})
