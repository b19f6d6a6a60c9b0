/**
 * JSON Schema in the form that all services accept in strict mode: objects with every property required and no
 * additional ones.
 */
export type JsonSchema = Record<string, unknown>

export interface LlmTool {
  name: string
  description: string
  parameters: JsonSchema
}

export interface LlmToolCall {
  id: string
  name: string
  /** Parsed. `{}` when the service sent nothing. */
  arguments: Record<string, unknown>
}

export type LlmMessage =
  | { role: 'user'; text: string }
  | { role: 'assistant'; text: string; toolCalls?: LlmToolCall[] }
  | { role: 'tool'; callId: string; name: string; text: string }

export interface LlmRequest {
  model: string
  system: string
  messages: LlmMessage[]
  /** Structured output: the answer’s `json` follows it. */
  schema?: { name: string; schema: JsonSchema }
  tools?: LlmTool[]
  /** Limits the price: nothing beyond it is generated. It includes reasoning when the service counts it so. */
  maxOutputTokens: number
}

/**
 * Tokens as the service counted them. `inputTokens` includes the cached ones, and `outputTokens` includes the
 * reasoning.
 */
export interface LlmUsage {
  inputTokens: number
  cachedInputTokens: number
  outputTokens: number
  reasoningTokens: number
}

export type LlmStop = 'end' | 'length' | 'tools' | 'refused'

export interface LlmAnswer {
  text: string
  /**
   * The structured output, parsed but not checked against the schema. Null when no schema was given or the output was
   * cut.
   */
  json: unknown
  toolCalls: LlmToolCall[]
  stop: LlmStop
  usage: LlmUsage
  /** As the service names it. */
  model: string
  requestId: string | null
}

export type LlmEvent = { type: 'text'; delta: string } | { type: 'tool_call'; call: LlmToolCall }

/** List prices in millionths of a US dollar per million tokens. */
export interface LlmPrice {
  inputMicrosPerMillion: number
  cachedInputMicrosPerMillion: number
  outputMicrosPerMillion: number
  /** ISO date on which `source` said so. */
  asOf: string
  source: string
}

export interface LlmModel {
  id: string
  label: string
  /** The context window, in tokens. */
  context: number
  price: LlmPrice
}
