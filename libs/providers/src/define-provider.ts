import type { DataFact, ProviderFailure } from '@enrichify/domain'
import type { z } from 'zod'
import type { DataAnswer, DataRequest } from './data/data-provider.ts'
import type { LlmAnswer, LlmEvent, LlmModel, LlmRequest } from './llm/llm-provider.ts'
import type { ReadAnswer, ReadRequest } from './reader/reader-provider.ts'
import type { SearchAnswer, SearchRequest } from './search/search-provider.ts'

export const PROVIDER_KINDS = ['llm', 'search', 'reader', 'data'] as const
export type ProviderKind = (typeof PROVIDER_KINDS)[number]

/** What each kind is asked, and what it answers. */
export interface ProviderTraffic {
  llm: { request: LlmRequest; answer: LlmAnswer }
  search: { request: SearchRequest; answer: SearchAnswer }
  reader: { request: ReadRequest; answer: ReadAnswer }
  data: { request: DataRequest; answer: DataAnswer }
}

/** Everything that a call may touch: no environment, no network except `fetch`, no clock except `now`. */
export interface CallContext<Settings = Record<string, unknown>> {
  settings: Settings
  /** The user’s key in clear, for this call only. Null for services without one. */
  key: string | null
  /** The one guarded way out. The services’ own SDKs get it as their transport. */
  fetch: typeof globalThis.fetch
  signal: AbortSignal
  /** Milliseconds since the epoch. */
  now: () => number
  /** The same for every try of one attempt. Sent to services that honour such keys. */
  attemptKey: string
  /** The call is `timed_out` after so many milliseconds. */
  timeoutMs: number
}

/** Money in millionths of a US dollar, as published at `asOf` (ISO date) on `source`. */
export interface CallPrice {
  microsPerCall: number
  asOf: string
  source: string
}

export interface ProviderLimits {
  requestsPerMinute: number
  /** Null: the service counts requests only. */
  tokensPerMinute: number | null
  concurrency: number
}

/**
 * How the adapter was checked: on bytes that the service sent, on its published contract or examples, or not at all.
 */
export interface Provenance {
  label: 'recorded' | 'contract' | 'unverified'
  /** What the tests replay. */
  checked: string
  /** What has not been tried, in a sentence. Empty when we know of nothing missing. */
  unchecked: string
}

interface ProviderBase<Settings extends z.ZodObject> {
  /** Stable, because it is stored with keys, evidence and costs. */
  id: string
  label: string
  /** One sentence for the settings screen. */
  summary: string
  homepage: string
  /** Where a user gets a key. Null when no key is needed. */
  keyPage: string | null
  /** `optional`: works without a key, or a self-hosted service may ask for one. */
  key: 'required' | 'optional' | 'none'
  /**
   * What the user gives besides the key, as a flat object of strings, numbers and booleans with defaults. Each field
   * has `.meta({ title, description })`. The key form and the storage come from it. It contains `baseUrl` for every
   * service that is reached by HTTP.
   */
  settings: Settings
  limits: ProviderLimits
  provenance: Provenance
  /** Why it is old, and what to use instead. Null for a service that takes new customers. */
  legacy: string | null
  /** True when the service promises not to charge twice for one idempotency key. */
  honoursAttemptKey: boolean
  /**
   * Asks the service something cheap (free if possible) that fails with a bad key. Answers with a sentence about what
   * was found.
   */
  test(context: CallContext<z.output<Settings>>): Promise<string>
}

export interface LlmProvider<Settings extends z.ZodObject = z.ZodObject> extends ProviderBase<Settings> {
  kind: 'llm'
  /** Models with a known price. Others are refused until the user sets one. */
  models: readonly LlmModel[]
  call(request: LlmRequest, context: CallContext<z.output<Settings>>): Promise<LlmAnswer>
  /** The same answer, told as it comes. */
  stream(
    request: LlmRequest,
    context: CallContext<z.output<Settings>>,
    onEvent: (event: LlmEvent) => void,
  ): Promise<LlmAnswer>
}

export interface SearchProvider<Settings extends z.ZodObject = z.ZodObject> extends ProviderBase<Settings> {
  kind: 'search'
  /** Null: unknown, and refused until the user sets a price. Self-hosted and free services say 0. */
  price: CallPrice | null
  call(request: SearchRequest, context: CallContext<z.output<Settings>>): Promise<SearchAnswer>
}

export interface ReaderProvider<Settings extends z.ZodObject = z.ZodObject> extends ProviderBase<Settings> {
  kind: 'reader'
  price: CallPrice | null
  call(request: ReadRequest, context: CallContext<z.output<Settings>>): Promise<ReadAnswer>
}

export interface DataProvider<Settings extends z.ZodObject = z.ZodObject> extends ProviderBase<Settings> {
  kind: 'data'
  price: CallPrice | null
  answers: readonly DataFact[]
  call(request: DataRequest, context: CallContext<z.output<Settings>>): Promise<DataAnswer>
}

export type OutsideProvider = LlmProvider | SearchProvider | ReaderProvider | DataProvider

// Each function gives the object its type without widening its settings. The registry stores the objects without the
// types of their settings.
export const defineLlm = <S extends z.ZodObject>(provider: LlmProvider<S>): LlmProvider =>
  provider as unknown as LlmProvider
export const defineSearch = <S extends z.ZodObject>(provider: SearchProvider<S>): SearchProvider =>
  provider as unknown as SearchProvider
export const defineReader = <S extends z.ZodObject>(provider: ReaderProvider<S>): ReaderProvider =>
  provider as unknown as ReaderProvider
export const defineData = <S extends z.ZodObject>(provider: DataProvider<S>): DataProvider =>
  provider as unknown as DataProvider

/** Adapters throw this and nothing else (an abort of `signal` passes through). */
export type { ProviderFailure }
