import OpenAI from 'openai'
import type {
  Response as OpenAiResponse,
  ResponseCreateParamsNonStreaming,
  ResponseInputItem,
} from 'openai/resources/responses/responses'
import { z } from 'zod'
import { defineLlm, type CallContext } from '../define-provider.ts'
import { providerFailure } from '../http/failure-of-status.ts'
import { withTransport } from '../http/transport.ts'
import { callChat, streamChat, type ChatDialect } from './chat-completions.ts'
import { listModelsTest } from './list-models-test.ts'
import type { LlmAnswer, LlmEvent, LlmMessage, LlmRequest } from './llm-provider.ts'
import { parseArguments, parseStructured } from './parse-json.ts'

const SERVICE = 'OpenAI'
const CHAT: ChatDialect = {
  service: SERVICE,
  structured: 'json_schema',
  maxTokens: 'max_completion_tokens',
  streamUsage: true,
}
const PRICES = { asOf: '2025-08-07', source: 'https://platform.openai.com/docs/pricing' }

const settings = z.object({
  baseUrl: z
    .url()
    .default('https://api.openai.com/v1')
    .meta({ title: 'Base URL', description: 'Change it for a gateway that speaks OpenAI’s API.' }),
  api: z
    .enum(['responses', 'chat'])
    .default('responses')
    .meta({ title: 'API', description: 'Responses is OpenAI’s own; Chat Completions is what most gateways speak.' }),
  organization: z
    .string()
    .max(100)
    .default('')
    .meta({ title: 'Organisation', description: 'Only for keys of several organisations.' }),
})
type Context = CallContext<z.output<typeof settings>>

export const openaiProvider = defineLlm({
  id: 'openai',
  kind: 'llm',
  label: 'OpenAI',
  summary: 'GPT models through the Responses API, or through Chat Completions for gateways.',
  homepage: 'https://platform.openai.com',
  keyPage: 'https://platform.openai.com/api-keys',
  key: 'required',
  settings,
  models: [
    {
      id: 'gpt-5-mini',
      label: 'GPT-5 mini',
      context: 400_000,
      price: {
        inputMicrosPerMillion: 250_000,
        cachedInputMicrosPerMillion: 25_000,
        outputMicrosPerMillion: 2_000_000,
        ...PRICES,
      },
    },
    {
      id: 'gpt-5-nano',
      label: 'GPT-5 nano',
      context: 400_000,
      price: {
        inputMicrosPerMillion: 50_000,
        cachedInputMicrosPerMillion: 5_000,
        outputMicrosPerMillion: 400_000,
        ...PRICES,
      },
    },
    {
      id: 'gpt-5',
      label: 'GPT-5',
      context: 400_000,
      price: {
        inputMicrosPerMillion: 1_250_000,
        cachedInputMicrosPerMillion: 125_000,
        outputMicrosPerMillion: 10_000_000,
        ...PRICES,
      },
    },
    {
      id: 'gpt-4.1-mini',
      label: 'GPT-4.1 mini',
      context: 1_000_000,
      price: {
        inputMicrosPerMillion: 400_000,
        cachedInputMicrosPerMillion: 100_000,
        outputMicrosPerMillion: 1_600_000,
        ...PRICES,
      },
    },
    {
      id: 'gpt-4o-mini',
      label: 'GPT-4o mini',
      context: 128_000,
      price: {
        inputMicrosPerMillion: 150_000,
        cachedInputMicrosPerMillion: 75_000,
        outputMicrosPerMillion: 600_000,
        ...PRICES,
      },
    },
  ],
  limits: { requestsPerMinute: 500, tokensPerMinute: 200_000, concurrency: 32 },
  provenance: {
    label: 'recorded',
    checked:
      'Recorded answers, streams and errors of the Responses API and of Chat Completions, replayed ' +
      'whole, cut and doubled.',
    unchecked: 'Nothing was sent to the live service.',
  },
  legacy: null,
  honoursAttemptKey: false,
  test: (context) => listModelsTest(SERVICE, context),
  call: (request, context) =>
    context.settings.api === 'chat' ? callChat(request, context, CHAT) : callResponses(request, context),
  stream: (request, context, onEvent) =>
    context.settings.api === 'chat'
      ? streamChat(request, context, CHAT, onEvent)
      : streamResponses(request, context, onEvent),
})

function clientOf(
  { key, settings: { baseUrl, organization }, timeoutMs }: Context,
  fetch: typeof globalThis.fetch,
): OpenAI {
  return new OpenAI({
    apiKey: key ?? '',
    baseURL: baseUrl,
    organization: organization || null,
    fetch,
    maxRetries: 0,
    timeout: timeoutMs,
  })
}

function callResponses(request: LlmRequest, context: Context): Promise<LlmAnswer> {
  return withTransport(SERVICE, context, async (fetch, signal) =>
    answerOf(request, await clientOf(context, fetch).responses.create(bodyOf(request), { signal })),
  )
}

function streamResponses(
  request: LlmRequest,
  context: Context,
  onEvent: (event: LlmEvent) => void,
): Promise<LlmAnswer> {
  return withTransport(SERVICE, context, async (fetch, signal) => {
    const stream = await clientOf(context, fetch).responses.create({ ...bodyOf(request), stream: true }, { signal })
    for await (const event of stream) {
      if (event.type === 'response.output_text.delta') onEvent({ type: 'text', delta: event.delta })
      if (event.type === 'response.completed' || event.type === 'response.incomplete') {
        const answer = answerOf(request, event.response)
        for (const call of answer.toolCalls) onEvent({ type: 'tool_call', call })
        return answer
      }
      if (event.type === 'response.failed' || event.type === 'error')
        throw failureOfEvent(event.type === 'error' ? event.code : (event.response.error?.code ?? null))
    }
    throw providerFailure(SERVICE, 'malformed', 'unknown')
  })
}

/** An error in the middle of a stream. What was generated until then may be charged. */
function failureOfEvent(code: string | null): Error {
  if (code === 'rate_limit_exceeded') return providerFailure(SERVICE, 'rate_limited', 'no')
  if (code === 'insufficient_quota') return providerFailure(SERVICE, 'no_credit', 'no')
  return providerFailure(SERVICE, 'overloaded', 'unknown')
}

function bodyOf(request: LlmRequest): ResponseCreateParamsNonStreaming {
  const { schema, tools } = request
  return {
    model: request.model,
    instructions: request.system,
    input: request.messages.flatMap(itemsOf),
    max_output_tokens: request.maxOutputTokens,
    // The service does not keep the user’s pages and questions.
    store: false,
    ...(schema
      ? { text: { format: { type: 'json_schema', name: schema.name, schema: schema.schema, strict: true } } }
      : {}),
    ...(tools?.length
      ? {
          tools: tools.map(({ name, description, parameters }) => ({
            type: 'function',
            name,
            description,
            parameters,
            strict: false,
          })),
        }
      : {}),
  }
}

function itemsOf(message: LlmMessage): ResponseInputItem[] {
  if (message.role === 'tool') return [{ type: 'function_call_output', call_id: message.callId, output: message.text }]
  const calls = message.role === 'assistant' ? (message.toolCalls ?? []) : []
  const said: ResponseInputItem[] = message.text ? [{ role: message.role, content: message.text }] : []
  return [
    ...said,
    ...calls.map((call): ResponseInputItem => ({
      type: 'function_call',
      call_id: call.id,
      name: call.name,
      arguments: JSON.stringify(call.arguments),
    })),
  ]
}

function answerOf(request: LlmRequest, response: OpenAiResponse): LlmAnswer {
  const { output, usage } = response as Partial<OpenAiResponse>
  if (!Array.isArray(output) || !usage) throw providerFailure(SERVICE, 'malformed', 'yes')
  const parts = output.flatMap((item) => (item.type === 'message' ? item.content : []))
  const refusal = parts.find((part) => part.type === 'refusal')
  const text = parts.map((part) => (part.type === 'output_text' ? part.text : '')).join('')
  const toolCalls = output.flatMap((item) =>
    item.type === 'function_call'
      ? [{ id: item.call_id, name: item.name, arguments: parseArguments(item.arguments, SERVICE) }]
      : [],
  )
  const cut = response.status === 'incomplete'
  const stop =
    refusal || response.incomplete_details?.reason === 'content_filter'
      ? 'refused'
      : cut
        ? 'length'
        : toolCalls.length
          ? 'tools'
          : 'end'
  return {
    text: refusal?.type === 'refusal' ? refusal.refusal : text,
    json: request.schema && stop === 'end' ? parseStructured(text) : null,
    toolCalls,
    stop,
    usage: {
      inputTokens: usage.input_tokens,
      cachedInputTokens: usage.input_tokens_details?.cached_tokens ?? 0,
      outputTokens: usage.output_tokens,
      reasoningTokens: usage.output_tokens_details?.reasoning_tokens ?? 0,
    },
    model: response.model,
    requestId: response.id,
  }
}
