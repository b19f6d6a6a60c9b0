import Anthropic from '@anthropic-ai/sdk'
import type { Message, MessageCreateParamsNonStreaming, MessageParam } from '@anthropic-ai/sdk/resources/messages'
import { z } from 'zod'
import { defineLlm, type CallContext } from '../define-provider.ts'
import { providerFailure } from '../http/failure-of-status.ts'
import { withTransport } from '../http/transport.ts'
import { listModelsTest } from './list-models-test.ts'
import type { LlmAnswer, LlmMessage, LlmRequest, LlmToolCall } from './llm-provider.ts'
import { parseArguments, parseStructured } from './parse-json.ts'

const SERVICE = 'Anthropic'
const PRICES = { asOf: '2025-10-15', source: 'https://www.anthropic.com/pricing' }

const settings = z.object({
  baseUrl: z
    .url()
    .default('https://api.anthropic.com')
    .meta({ title: 'Base URL', description: 'Change it for a gateway that speaks Anthropic’s API.' }),
})
type Context = CallContext<z.output<typeof settings>>

export const anthropicProvider = defineLlm({
  id: 'anthropic',
  kind: 'llm',
  label: 'Anthropic',
  summary: 'Claude models through the Messages API, with structured output.',
  homepage: 'https://console.anthropic.com',
  keyPage: 'https://console.anthropic.com/settings/keys',
  key: 'required',
  settings,
  models: [
    {
      id: 'claude-haiku-4-5',
      label: 'Claude Haiku 4.5',
      context: 200_000,
      price: {
        inputMicrosPerMillion: 1_000_000,
        cachedInputMicrosPerMillion: 100_000,
        outputMicrosPerMillion: 5_000_000,
        ...PRICES,
      },
    },
    {
      id: 'claude-sonnet-4-5',
      label: 'Claude Sonnet 4.5',
      context: 200_000,
      price: {
        inputMicrosPerMillion: 3_000_000,
        cachedInputMicrosPerMillion: 300_000,
        outputMicrosPerMillion: 15_000_000,
        ...PRICES,
      },
    },
  ],
  limits: { requestsPerMinute: 50, tokensPerMinute: 50_000, concurrency: 16 },
  provenance: {
    label: 'recorded',
    checked:
      'Recorded messages, streams, tool calls, structured outputs and refusals, replayed whole, cut and doubled.',
    unchecked: 'Nothing was sent to the live service.',
  },
  legacy: null,
  honoursAttemptKey: false,
  test: (context) =>
    listModelsTest(SERVICE, context, 'v1/models', {
      'x-api-key': context.key ?? '',
      'anthropic-version': '2023-06-01',
    }),
  call: (request, context) =>
    withTransport(SERVICE, context, async (fetch, signal) =>
      answerOf(request, await clientOf(context, fetch).messages.create(bodyOf(request), { signal })),
    ),
  stream: (request, context, onEvent) =>
    withTransport(SERVICE, context, async (fetch, signal) => {
      const stream = await clientOf(context, fetch).messages.create({ ...bodyOf(request), stream: true }, { signal })
      let message: Message | null = null
      let isWhole = false
      const inputs = new Map<number, string>()
      for await (const event of stream) {
        if (event.type === 'message_start') message ??= { ...event.message, content: [] }
        if (!message) throw providerFailure(SERVICE, 'malformed', 'unknown')
        if (event.type === 'content_block_start')
          message.content[event.index] = event.content_block as Message['content'][number]
        if (event.type === 'content_block_delta') {
          const block = message.content[event.index]
          if (event.delta.type === 'text_delta' && block?.type === 'text') {
            block.text += event.delta.text
            onEvent({ type: 'text', delta: event.delta.text })
          }
          if (event.delta.type === 'input_json_delta')
            inputs.set(event.index, (inputs.get(event.index) ?? '') + event.delta.partial_json)
        }
        if (event.type === 'message_delta')
          message = {
            ...message,
            stop_reason: event.delta.stop_reason,
            usage: { ...message.usage, ...withoutNulls(event.usage) } as Message['usage'],
          }
        if (event.type === 'message_stop') isWhole = true
      }
      if (!message || !isWhole) throw providerFailure(SERVICE, 'malformed', 'unknown')
      for (const [index, text] of inputs) {
        const block = message.content[index]
        if (block?.type === 'tool_use') block.input = parseArguments(text, SERVICE)
      }
      const answer = answerOf(request, message)
      for (const call of answer.toolCalls) onEvent({ type: 'tool_call', call })
      return answer
    }),
})

function clientOf({ key, settings: { baseUrl }, timeoutMs }: Context, fetch: typeof globalThis.fetch): Anthropic {
  return new Anthropic({
    apiKey: key ?? '',
    authToken: null,
    baseURL: baseUrl,
    fetch,
    maxRetries: 0,
    timeout: timeoutMs,
  })
}

function bodyOf(request: LlmRequest): MessageCreateParamsNonStreaming {
  const { schema, tools } = request
  return {
    model: request.model,
    max_tokens: request.maxOutputTokens,
    system: request.system,
    messages: request.messages.map(messageOf),
    ...(schema ? { output_config: { format: { type: 'json_schema', schema: schema.schema } } } : {}),
    ...(tools?.length
      ? {
          tools: tools.map(({ name, description, parameters }) => ({
            name,
            description,
            input_schema: { ...parameters, type: 'object' as const },
          })),
        }
      : {}),
  }
}

function messageOf(message: LlmMessage): MessageParam {
  if (message.role === 'tool')
    return { role: 'user', content: [{ type: 'tool_result', tool_use_id: message.callId, content: message.text }] }
  const calls = message.role === 'assistant' ? (message.toolCalls ?? []) : []
  if (calls.length === 0) return { role: message.role, content: message.text }
  return {
    role: 'assistant',
    content: [
      ...(message.text ? [{ type: 'text' as const, text: message.text }] : []),
      ...calls.map((call) => ({ type: 'tool_use' as const, id: call.id, name: call.name, input: call.arguments })),
    ],
  }
}

function answerOf(request: LlmRequest, message: Message): LlmAnswer {
  const { content, usage } = message as Partial<Message>
  if (!Array.isArray(content) || !usage) throw providerFailure(SERVICE, 'malformed', 'yes')
  const text = content.map((block) => (block?.type === 'text' ? block.text : '')).join('')
  const toolCalls = content.flatMap((block): LlmToolCall[] =>
    block?.type === 'tool_use'
      ? [{ id: block.id, name: block.name, arguments: (block.input ?? {}) as Record<string, unknown> }]
      : [],
  )
  const stop =
    message.stop_reason === 'refusal'
      ? 'refused'
      : message.stop_reason === 'max_tokens' || message.stop_reason === 'model_context_window_exceeded'
        ? 'length'
        : toolCalls.length
          ? 'tools'
          : 'end'
  const cached = usage.cache_read_input_tokens ?? 0
  return {
    text,
    json: request.schema && stop === 'end' ? parseStructured(text) : null,
    toolCalls,
    stop,
    // Anthropic does not include cached input in the plain count.
    usage: {
      inputTokens: (usage.input_tokens ?? 0) + cached + (usage.cache_creation_input_tokens ?? 0),
      cachedInputTokens: cached,
      outputTokens: usage.output_tokens,
      reasoningTokens: 0,
    },
    model: message.model,
    requestId: message.id,
  }
}

function withoutNulls<T extends object>(record: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== null && value !== undefined),
  ) as Partial<T>
}
