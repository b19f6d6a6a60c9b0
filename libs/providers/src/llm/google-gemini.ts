import {
  GoogleGenAI,
  type Content,
  type GenerateContentParameters,
  type GenerateContentResponse,
  type Part,
} from '@google/genai'
import { z } from 'zod'
import { defineLlm, type CallContext } from '../define-provider.ts'
import { providerFailure } from '../http/failure-of-status.ts'
import { withTransport } from '../http/transport.ts'
import type { LlmAnswer, LlmMessage, LlmRequest, LlmToolCall } from './llm-provider.ts'
import { parseStructured } from './parse-json.ts'

const SERVICE = 'Google Gemini'
const PRICES = { asOf: '2025-07-22', source: 'https://ai.google.dev/gemini-api/docs/pricing' }
const REFUSALS = ['SAFETY', 'RECITATION', 'PROHIBITED_CONTENT', 'BLOCKLIST', 'SPII', 'LANGUAGE']

const settings = z.object({
  baseUrl: z
    .url()
    .default('https://generativelanguage.googleapis.com')
    .meta({ title: 'Base URL', description: 'Change it for a gateway that speaks the Gemini API.' }),
})
type Context = CallContext<z.output<typeof settings>>

export const geminiProvider = defineLlm({
  id: 'gemini',
  kind: 'llm',
  label: 'Google Gemini',
  summary: 'Gemini models through the Gemini API, with structured output by JSON schema.',
  homepage: 'https://ai.google.dev',
  keyPage: 'https://aistudio.google.com/apikey',
  key: 'required',
  settings,
  models: [
    {
      id: 'gemini-2.5-flash',
      label: 'Gemini 2.5 Flash',
      context: 1_000_000,
      price: {
        inputMicrosPerMillion: 300_000,
        cachedInputMicrosPerMillion: 75_000,
        outputMicrosPerMillion: 2_500_000,
        ...PRICES,
      },
    },
    {
      id: 'gemini-2.5-flash-lite',
      label: 'Gemini 2.5 Flash-Lite',
      context: 1_000_000,
      price: {
        inputMicrosPerMillion: 100_000,
        cachedInputMicrosPerMillion: 25_000,
        outputMicrosPerMillion: 400_000,
        ...PRICES,
      },
    },
  ],
  limits: { requestsPerMinute: 300, tokensPerMinute: 1_000_000, concurrency: 24 },
  provenance: {
    label: 'recorded',
    checked: 'Recorded answers, streams, tool calls and a rate limit, replayed whole and cut.',
    unchecked: 'Structured output has no recording; nothing was sent to the live service.',
  },
  legacy: null,
  honoursAttemptKey: false,
  test: (context) =>
    withTransport(SERVICE, context, async (fetch) => {
      const response = await fetch(
        `${context.settings.baseUrl.replace(/(?<!\/)\/+$/, '')}/v1beta/models?pageSize=1000`,
        {
          headers: { 'x-goog-api-key': context.key ?? '' },
        },
      )
      const found = z.object({ models: z.array(z.object({ name: z.string() })) }).safeParse(await response.json())
      if (!found.success) throw providerFailure(SERVICE, 'malformed', 'no')
      return `${SERVICE} accepts the key and offers ${found.data.models.length} models.`
    }),
  call: (request, context) =>
    withTransport(SERVICE, context, async (fetch, signal) =>
      gather(request, [await clientOf(context, fetch).models.generateContent(bodyOf(request, signal))]),
    ),
  stream: (request, context, onEvent) =>
    withTransport(SERVICE, context, async (fetch, signal) => {
      const chunks: GenerateContentResponse[] = []
      for await (const chunk of await clientOf(context, fetch).models.generateContentStream(bodyOf(request, signal))) {
        chunks.push(chunk)
        const delta = textOf(partsOf(chunk))
        if (delta) onEvent({ type: 'text', delta })
      }
      const answer = gather(request, chunks)
      for (const call of answer.toolCalls) onEvent({ type: 'tool_call', call })
      return answer
    }),
})

function clientOf({ key, settings: { baseUrl }, timeoutMs }: Context, fetch: typeof globalThis.fetch): GoogleGenAI {
  return new GoogleGenAI({
    apiKey: key ?? '',
    vertexai: false,
    httpOptions: { baseUrl, fetch, timeout: timeoutMs, retryOptions: { attempts: 1 } },
  })
}

function bodyOf(request: LlmRequest, abortSignal: AbortSignal): GenerateContentParameters {
  const { schema, tools } = request
  return {
    model: request.model,
    contents: request.messages.map(contentOf),
    config: {
      abortSignal,
      systemInstruction: request.system,
      maxOutputTokens: request.maxOutputTokens,
      ...(schema ? { responseMimeType: 'application/json', responseJsonSchema: schema.schema } : {}),
      ...(tools?.length
        ? {
            tools: [
              {
                functionDeclarations: tools.map(({ name, description, parameters }) => ({
                  name,
                  description,
                  parametersJsonSchema: parameters,
                })),
              },
            ],
          }
        : {}),
    },
  }
}

function contentOf(message: LlmMessage): Content {
  if (message.role === 'tool')
    return {
      role: 'user',
      parts: [{ functionResponse: { id: message.callId, name: message.name, response: { output: message.text } } }],
    }
  const calls = message.role === 'assistant' ? (message.toolCalls ?? []) : []
  return {
    role: message.role === 'assistant' ? 'model' : 'user',
    parts: [
      ...(message.text ? [{ text: message.text }] : []),
      ...calls.map((call) => ({ functionCall: { id: call.id, name: call.name, args: call.arguments } })),
    ],
  }
}

function partsOf(chunk: GenerateContentResponse): Part[] {
  return chunk.candidates?.[0]?.content?.parts ?? []
}

/** Thoughts are parts too, but not of the answer. */
function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.thought ? '' : (part.text ?? ''))).join('')
}

/** Makes one answer from a whole answer, or from the pieces of a stream. Each piece counts all tokens so far. */
function gather(request: LlmRequest, chunks: readonly GenerateContentResponse[]): LlmAnswer {
  const parts = chunks.flatMap(partsOf)
  const reason = chunks.findLast((chunk) => chunk.candidates?.[0]?.finishReason)?.candidates?.[0]?.finishReason as
    | string
    | undefined
  const blocked = chunks.some((chunk) => chunk.promptFeedback?.blockReason)
  const usage = chunks.findLast((chunk) => chunk.usageMetadata)?.usageMetadata
  if (!usage) throw providerFailure(SERVICE, 'malformed', chunks.length ? 'yes' : 'unknown')
  if (!reason && !blocked) throw providerFailure(SERVICE, 'malformed', 'unknown')
  const text = textOf(parts)
  const toolCalls = parts.flatMap((part, index): LlmToolCall[] =>
    part.functionCall?.name
      ? [
          {
            id: part.functionCall.id ?? `call-${index}`,
            name: part.functionCall.name,
            arguments: part.functionCall.args ?? {},
          },
        ]
      : [],
  )
  const stop =
    blocked || REFUSALS.includes(reason ?? '')
      ? 'refused'
      : reason === 'MAX_TOKENS'
        ? 'length'
        : toolCalls.length
          ? 'tools'
          : 'end'
  const thoughts = usage.thoughtsTokenCount ?? 0
  return {
    text,
    json: request.schema && stop === 'end' ? parseStructured(text) : null,
    toolCalls,
    stop,
    usage: {
      inputTokens: (usage.promptTokenCount ?? 0) + (usage.toolUsePromptTokenCount ?? 0),
      cachedInputTokens: usage.cachedContentTokenCount ?? 0,
      outputTokens: (usage.candidatesTokenCount ?? 0) + thoughts,
      reasoningTokens: thoughts,
    },
    model: chunks[0]?.modelVersion ?? request.model,
    requestId: chunks[0]?.responseId ?? null,
  }
}
