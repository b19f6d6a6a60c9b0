import type { FactKind } from '@enrichify/domain'
import type { z } from 'zod'

export const PROVIDER_KINDS = ['reader', 'search', 'llm', 'data'] as const
export type ProviderKind = (typeof PROVIDER_KINDS)[number]

/**
 * One outside service (or the built-in reader) as a plain object: what it answers, what it needs, what it costs and one `call`.
 * No class, no environment, no network of its own: what it touches comes in as `tools`.
 */
export interface Provider<Settings extends z.ZodType, Request, Tools, Answer> {
  /** Stable: stored with evidence and costs. */
  id: string
  kind: ProviderKind
  label: string
  /** One sentence for the settings screen. */
  summary: string
  /** What the user gives; the key form and the storage come from it. */
  settings: Settings
  needsKey: boolean
  /** Millionths of a US dollar per call; null: unknown, and refused until the user sets one. */
  priceMicrosPerCall: number | null
  /** Ready facts that it can answer, for the planner. */
  answers: readonly FactKind[]
  call(request: Request, tools: Tools): Promise<Answer>
}

/** Gives the object its type without widening it. */
export function defineProvider<Settings extends z.ZodType, Request, Tools, Answer>(provider: Provider<Settings, Request, Tools, Answer>): Provider<Settings, Request, Tools, Answer> {
  return provider
}
