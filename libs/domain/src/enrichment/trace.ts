/** What a cell’s trace can contain: the rungs of the column, and what comes before or instead of them. */
export const TRACE_KINDS = [
  'condition',
  'refresh',
  'structured',
  'patterns',
  'data',
  'model',
  'search',
  'agent',
  'formula',
  'merge',
  'http',
] as const
export type TraceKind = (typeof TRACE_KINDS)[number]

/**
 * `answered`: the cell has this value. `weak`: an answer, but the stop rule asks for better. `nothing`: asked, and
 * there is no answer. `skipped`: not asked. `failed`: could not be asked.
 */
export const TRACE_OUTCOMES = ['answered', 'weak', 'nothing', 'skipped', 'failed'] as const
export type TraceOutcome = (typeof TRACE_OUTCOMES)[number]

export const AGENT_ROLES = ['planner', 'researcher', 'verifier'] as const
export type AgentRole = (typeof AGENT_ROLES)[number]

export interface AgentStep {
  role: AgentRole
  /** Which of several researchers. */
  worker: number
  action: 'plan' | 'search' | 'read' | 'answer' | 'verify' | 'stop'
  /** In words: the query, the address, the claim, why it stopped. */
  detail: string
  captureId: string | null
  costMicros: number
}

/** One step on a cell’s way to its value. */
export interface TraceStep {
  kind: TraceKind
  outcome: TraceOutcome
  /** Why, when the outcome does not say it. */
  note: string | null
  /** The service or model that was asked. */
  by: string | null
  /** Whether we paid for it now, or knew it already. */
  source: 'paid' | 'cache' | 'earlier' | null
  /** The cell’s share, in millionths of a US dollar. */
  costMicros: number
  tokens: { input: number; output: number } | null
  /** What was shown: places in stored pages. */
  passages: { captureId: string; url: string; start: number; end: number }[]
  /** Whether a page contains the given quote. Null: no quote was asked for. */
  quoteFound: boolean | null
  steps: AgentStep[]
}

export function traceStep(
  kind: TraceKind,
  outcome: TraceOutcome,
  more: Partial<Omit<TraceStep, 'kind' | 'outcome'>> = {},
): TraceStep {
  return {
    kind,
    outcome,
    note: null,
    by: null,
    source: null,
    costMicros: 0,
    tokens: null,
    passages: [],
    quoteFound: null,
    steps: [],
    ...more,
  }
}
