import type { FactKind } from '../facts/fact-kinds.ts'

/** What makes a column an enrichment: its question, the ready fact that answers it (if one does) and the strategy. */
export interface Enrichment {
  question: string
  fact: FactKind | null
  /** `website`: ready facts, without a model; `model`: the question is put to a model over the row's own pages. */
  strategy: 'website' | 'model'
  /** Null: the workspace's first model. */
  model: { connectionId: string; model: string } | null
}

export const RUN_PRIORITIES = ['low', 'normal', 'high'] as const
export type RunPriority = (typeof RUN_PRIORITIES)[number]

export type RunScope =
  | { kind: 'all' }
  | { kind: 'rows'; rowIds: number[] }
  | { kind: 'first'; count: number }
  | { kind: 'only_empty' }
  | { kind: 'only_failed' }

/** Empties that another try may well fill; the rest wait for a change of the page or of the column. */
export const FAILED_REASONS = ['page_blocked', 'provider_error', 'failed_verification', 'no_result', 'needs_model', 'budget_reached'] as const
