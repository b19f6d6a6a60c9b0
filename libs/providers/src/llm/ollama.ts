import { z } from 'zod'
import { defineLlm } from '../define-provider.ts'
import { callChat, streamChat, type ChatDialect } from './chat-completions.ts'
import { listModelsTest } from './list-models-test.ts'

/** Your own machine charges nothing. Other models get the price 0 under “own prices”. */
const FREE = {
  inputMicrosPerMillion: 0,
  cachedInputMicrosPerMillion: 0,
  outputMicrosPerMillion: 0,
  asOf: '2025-01-01',
  source: 'https://ollama.com',
}
const DIALECT: ChatDialect = {
  service: 'Ollama',
  structured: 'json_schema',
  maxTokens: 'max_tokens',
  streamUsage: true,
}

export const ollamaProvider = defineLlm({
  id: 'ollama',
  kind: 'llm',
  label: 'Ollama',
  summary: 'Models on your own machine; free. Name its host in ALLOWED_PRIVATE_HOSTS.',
  homepage: 'https://ollama.com',
  keyPage: null,
  key: 'none',
  settings: z.object({
    baseUrl: z.url().default('http://127.0.0.1:11434/v1').meta({
      title: 'Base URL',
      description: 'Where Ollama listens, with /v1; a private address must be named in ALLOWED_PRIVATE_HOSTS.',
    }),
  }),
  models: [
    { id: 'llama3.2', label: 'Llama 3.2', context: 128_000, price: FREE },
    { id: 'qwen3', label: 'Qwen 3', context: 40_000, price: FREE },
    { id: 'gemma3', label: 'Gemma 3', context: 128_000, price: FREE },
  ],
  limits: { requestsPerMinute: 100_000, tokensPerMinute: null, concurrency: 2 },
  provenance: {
    label: 'contract',
    checked: 'Its contract is that of Chat Completions, on which recordings of other services were replayed.',
    unchecked: 'No answer of Ollama itself was available.',
  },
  legacy: null,
  honoursAttemptKey: false,
  test: (context) => listModelsTest(DIALECT.service, context),
  call: (request, context) => callChat(request, context, DIALECT),
  stream: (request, context, onEvent) => streamChat(request, context, DIALECT, onEvent),
})
