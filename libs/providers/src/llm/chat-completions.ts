import OpenAI from 'openai'
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions'
import type { CallContext } from '../define-provider.ts'
import { providerFailure } from '../http/failure-of-status.ts'
import { withTransport } from '../http/transport.ts'
import type { LlmAnswer, LlmEvent, LlmMessage, LlmRequest, LlmStop, LlmToolCall, LlmUsage } from './llm-provider.ts'
import { parseArguments, parseStructured } from './parse-json.ts'

/** How a service’s Chat Completions differ from OpenAI’s. */
export interface ChatDialect {
  service: string
  /** `json_object`: the service does not follow a schema, so the schema goes into the system prompt. */
  structured: 'json_schema' | 'json_object'
  maxTokens: 'max_tokens' | 'max_completion_tokens'
  /** Sends `stream_options`. Some services refuse what they do not know. */
  streamUsage: boolean
  headers?: Record<string, string>
}

type Context = CallContext<{ baseUrl: string }>

function clientOf(context: Context, dialect: ChatDialect, fetch: typeof globalThis.fetch): OpenAI {
  // Never a retry by the SDK: it would pay twice without a trace.
  return new OpenAI({
    apiKey: context.key ?? 'none',
    baseURL: context.settings.baseUrl,
    fetch,
    maxRetries: 0,
    timeout: context.timeoutMs,
    defaultHeaders: dialect.headers ?? {},
  })
}

export async function callChat(request: LlmRequest, context: Context, dialect: ChatDialect): Promise<LlmAnswer> {
  return withTransport(dialect.service, context, async (fetch, signal) => {
    const completion = await clientOf(context, dialect, fetch).chat.completions.create(bodyOf(request, dialect), {
      signal,
    })
    const choice = (completion as Partial<ChatCompletion>).choices?.[0]
    if (!choice?.message) throw providerFailure(dialect.service, 'malformed', 'yes')
    const toolCalls = (choice.message.tool_calls ?? []).flatMap((call) =>
      'function' in call
        ? [
            {
              id: call.id,
              name: call.function.name,
              arguments: parseArguments(call.function.arguments, dialect.service),
            },
          ]
        : [],
    )
    return finish(request, dialect, {
      text: textOf(choice.message.content),
      refusal: choice.message.refusal ?? null,
      toolCalls,
      reason: choice.finish_reason,
      usage: usageOf(completion.usage),
      model: completion.model,
      id: completion.id,
    })
  })
}

export async function streamChat(
  request: LlmRequest,
  context: Context,
  dialect: ChatDialect,
  onEvent: (event: LlmEvent) => void,
): Promise<LlmAnswer> {
  return withTransport(dialect.service, context, async (fetch, signal) => {
    const stream = await clientOf(context, dialect, fetch).chat.completions.create(
      {
        ...bodyOf(request, dialect),
        stream: true,
        ...(dialect.streamUsage ? { stream_options: { include_usage: true } } : {}),
      },
      { signal },
    )
    const calls = new Map<number, { id: string; name: string; text: string }>()
    const whole = {
      text: '',
      refusal: null as string | null,
      reason: null as string | null,
      usage: null as LlmUsage | null,
      model: request.model,
      id: null as string | null,
    }
    for await (const chunk of stream) {
      whole.model = chunk.model || whole.model
      whole.id ??= chunk.id || null
      whole.usage =
        usageOf(chunk.usage ?? (chunk as { x_groq?: { usage?: ChatCompletionChunk['usage'] } }).x_groq?.usage) ??
        whole.usage
      const choice = chunk.choices?.[0]
      if (!choice) continue
      const delta = textOf(choice.delta?.content)
      if (delta) onEvent({ type: 'text', delta })
      whole.text += delta
      if (choice.delta?.refusal) whole.refusal = (whole.refusal ?? '') + choice.delta.refusal
      for (const [at, part] of (choice.delta?.tool_calls ?? []).entries()) {
        // Mistral leaves the index out.
        const index = (part.index as number | undefined) ?? at
        const call = calls.get(index) ?? { id: '', name: '', text: '' }
        calls.set(index, {
          id: part.id || call.id,
          name: part.function?.name || call.name,
          text: call.text + (part.function?.arguments ?? ''),
        })
      }
      whole.reason = choice.finish_reason ?? whole.reason
    }
    // Without its last word, this may be half of an answer.
    if (whole.reason === null) throw providerFailure(dialect.service, 'malformed', 'unknown')
    const toolCalls = [...calls.values()].map((call): LlmToolCall => ({
      id: call.id,
      name: call.name,
      arguments: parseArguments(call.text, dialect.service),
    }))
    for (const call of toolCalls) onEvent({ type: 'tool_call', call })
    return finish(request, dialect, { ...whole, toolCalls })
  })
}

function bodyOf(request: LlmRequest, dialect: ChatDialect): ChatCompletionCreateParamsNonStreaming {
  const { schema, tools } = request
  const told =
    schema && dialect.structured === 'json_object'
      ? `${request.system}\n\nAnswer with one JSON object that follows this JSON Schema, and with nothing ` +
        `else:\n${JSON.stringify(schema.schema)}`
      : request.system
  return {
    model: request.model,
    messages: [...(told ? [{ role: 'system' as const, content: told }] : []), ...request.messages.map(messageOf)],
    [dialect.maxTokens]: request.maxOutputTokens,
    ...(schema
      ? {
          response_format:
            dialect.structured === 'json_object'
              ? { type: 'json_object' as const }
              : {
                  type: 'json_schema' as const,
                  json_schema: { name: schema.name, schema: schema.schema, strict: true },
                },
        }
      : {}),
    ...(tools?.length
      ? {
          tools: tools.map(({ name, description, parameters }) => ({
            type: 'function' as const,
            function: { name, description, parameters },
          })),
        }
      : {}),
  }
}

function messageOf(message: LlmMessage): ChatCompletionMessageParam {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: message.text }
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.text }
    case 'assistant':
      return {
        role: 'assistant',
        content: message.text,
        ...(message.toolCalls?.length
          ? {
              tool_calls: message.toolCalls.map((call) => ({
                id: call.id,
                type: 'function' as const,
                function: { name: call.name, arguments: JSON.stringify(call.arguments) },
              })),
            }
          : {}),
      }
  }
}

interface Whole {
  text: string
  refusal: string | null
  toolCalls: LlmToolCall[]
  reason: string | null
  usage: LlmUsage | null
  model: string
  id: string | null
}

function finish(request: LlmRequest, { service }: ChatDialect, whole: Whole): LlmAnswer {
  // Without a count, no one can say what it cost.
  if (!whole.usage) throw providerFailure(service, 'malformed', 'yes')
  const stop = stopOf(whole)
  return {
    text: whole.refusal ?? whole.text,
    json: request.schema && stop === 'end' ? parseStructured(whole.text) : null,
    toolCalls: whole.toolCalls,
    stop,
    usage: whole.usage,
    model: whole.model,
    requestId: whole.id,
  }
}

function stopOf({ reason, refusal, toolCalls }: Whole): LlmStop {
  if (refusal !== null || reason === 'content_filter') return 'refused'
  if (reason === 'length' || reason === 'model_length') return 'length'
  return toolCalls.length || reason === 'tool_calls' ? 'tools' : 'end'
}

/** Text, or Mistral’s list of parts. Its thinking parts are not the answer. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return (content as { type?: string; text?: string }[])
    .map((part) => (part.type === 'text' ? (part.text ?? '') : ''))
    .join('')
}

function usageOf(usage: ChatCompletion['usage'] | null | undefined): LlmUsage | null {
  if (!usage) return null
  const cached =
    usage.prompt_tokens_details?.cached_tokens ??
    (usage as { prompt_cache_hit_tokens?: number }).prompt_cache_hit_tokens ??
    0
  const reasoning = usage.completion_tokens_details?.reasoning_tokens ?? 0
  // Some services (xAI’s models among them) do not count reasoning in the completion. The total shows it.
  const output = Math.max(usage.completion_tokens ?? 0, (usage.total_tokens ?? 0) - (usage.prompt_tokens ?? 0))
  return {
    inputTokens: usage.prompt_tokens ?? 0,
    cachedInputTokens: cached,
    outputTokens: output,
    reasoningTokens: reasoning,
  }
}
