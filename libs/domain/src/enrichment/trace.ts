/** What can stand in a cell's trace: the rungs, and what comes before or instead of them. */
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

/** `answered`: the cell holds it; `weak`: an answer, but the stop rule asks for better; `nothing`: asked, and it is not there; `skipped`: not asked; `failed`: could not be asked. */
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

/** One step on a cell's way to its value. */
export interface TraceStep {
  kind: TraceKind
  outcome: TraceOutcome
  /** Why, where the outcome does not say it. */
  note: string | null
  /** The service or model that was asked. */
  by: string | null
  /** Whether it was paid for now, or known already. */
  source: 'paid' | 'cache' | 'earlier' | null
  /** In millionths of a US dollar, the cell's share. */
  costMicros: number
  tokens: { input: number; output: number } | null
  /** What was shown: places in stored pages. */
  passages: { captureId: string; url: string; start: number; end: number }[]
  /** Whether the quote that was given stands on a page. Null: none was asked for. */
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
