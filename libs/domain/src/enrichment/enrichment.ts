import type { FactKind } from '../facts/fact-kinds.ts'
import type { DataFact } from '../providers/data-facts.ts'

/** The ways to an answer, cheapest first. The user may order, limit and switch them off. */
export const RUNG_KINDS = ['structured', 'patterns', 'data', 'model', 'search', 'agent'] as const
export type RungKind = (typeof RUNG_KINDS)[number]

/** A model of a connected service. A null model always means the first model of the workspace. */
export interface ModelChoice {
  connectionId: string
  model: string
}

export interface Rung {
  kind: RungKind
  enabled: boolean
  /** For `model`, `search` and `agent`. */
  model: ModelChoice | null
  /**
   * The most that this rung may cost for one cell, in millionths of a US dollar. Null: only the run’s budget limits
   * it.
   */
  maxMicros: number | null
  /**
   * For `agent`: how many pages all its researchers may read together, and how many steps each may take. Null:
   * `AGENT_LIMITS`.
   */
  maxPages: number | null
  maxSteps: number | null
}

/** When to stop asking further rungs: at a proven value, at a value that a page contains, or at any value. */
export const STOP_RULES = ['verified', 'cited', 'any'] as const
export type StopRule = (typeof STOP_RULES)[number]

interface Conditional {
  /** A formula. Rows for which it does not hold are not asked. */
  condition: string | null
}

/** A question that the rungs answer. A question with a `fact` is a ready one, which pages answer without a model. */
export interface AnswerPlan extends Conditional {
  method: 'answer'
  /** May name other columns as `{c2}`. */
  question: string
  fact: FactKind | null
  /** What data services are asked for. */
  dataFact: DataFact | null
  rungs: Rung[]
  stop: StopRule
  /** Approved cells are shown to the model as examples. */
  examples: boolean
}

export interface Criterion {
  name: string
  question: string
  /** 1…100. The score is the weight of the criteria answered with yes, as a share of all weights. */
  weight: number
}

/** A score from 0 to 100 that we compute. The model only answers each criterion with yes or no and a quote. */
export interface ScorePlan extends Conditional {
  method: 'score'
  criteria: Criterion[]
  rungs: Rung[]
}

export interface FormulaPlan extends Conditional {
  method: 'formula'
  formula: string
}

/** The first column of the list that has the best kind of proof, with that proof. */
export interface MergePlan extends Conditional {
  method: 'merge'
  columns: string[]
}

/**
 * One request per row. Address, headers and body may name columns. The value is at `path` in the JSON of the answer.
 */
export interface HttpPlan extends Conditional {
  method: 'http'
  request: {
    verb: 'GET' | 'POST'
    url: string
    headers: Record<string, string>
    body: string
    path: string
    /** When it is not known whether a POST arrived. It is not sent again unless this says so. */
    resend?: 'never' | 'again' | undefined
  }
}

/** What makes a column an enrichment: how its cells get their values. */
export type Enrichment = AnswerPlan | ScorePlan | FormulaPlan | MergePlan | HttpPlan
export type EnrichmentMethod = Enrichment['method']

const rung = (kind: RungKind, enabled: boolean, model: ModelChoice | null = null): Rung => ({
  kind,
  enabled,
  model,
  maxMicros: null,
  maxPages: null,
  maxSteps: null,
})

/**
 * How a question is answered unless the user chooses otherwise: without cost for a ready fact, by a model over the
 * row’s pages for the rest.
 */
export function defaultRungs(fact: FactKind | null, model: ModelChoice | null = null): Rung[] {
  if (fact)
    return [
      rung('structured', true),
      rung('patterns', true),
      rung('data', false),
      rung('model', false, model),
      rung('search', false, model),
      rung('agent', false, model),
    ]
  return [rung('data', false), rung('model', true, model), rung('search', false, model), rung('agent', false, model)]
}

export function factOf(enrichment: Enrichment | null): FactKind | null {
  return enrichment?.method === 'answer' ? enrichment.fact : null
}

/** The rungs that are switched on. Computed columns have none. */
export function rungsOf(enrichment: Enrichment | null): Rung[] {
  return enrichment && (enrichment.method === 'answer' || enrichment.method === 'score')
    ? enrichment.rungs.filter(({ enabled }) => enabled)
    : []
}

/** The model that a column’s questions go to first. Null: the first model of the workspace. */
export function modelOf(enrichment: Enrichment | null): ModelChoice | null {
  const rungs = enrichment && 'rungs' in enrichment ? enrichment.rungs : []
  return (
    (rungs.find(({ kind, enabled }) => enabled && kind === 'model') ?? rungs.find(({ kind }) => kind === 'model'))
      ?.model ?? null
  )
}

const PAID: ReadonlySet<RungKind> = new Set(['data', 'model', 'search', 'agent'])

export function isPaidRung({ kind }: Rung): boolean {
  return PAID.has(kind)
}

/** Whether a run of this column may cost money. */
export function mayCost(enrichment: Enrichment | null): boolean {
  return rungsOf(enrichment).some(isPaidRung)
}

export const RUN_PRIORITIES = ['low', 'normal', 'high'] as const
export type RunPriority = (typeof RUN_PRIORITIES)[number]

/**
 * `fill` asks for what is new or changed. `reextract` asks again, but over the stored pages only. `refresh` fetches
 * the pages again; if a page still contains the quote, only the date changes.
 */
export const RUN_MODES = ['fill', 'reextract', 'refresh'] as const
export type RunMode = (typeof RUN_MODES)[number]

export type RunScope =
  | { kind: 'all' }
  | { kind: 'rows'; rowIds: number[] }
  /** All rows of a view as it was shown, but some. */
  | { kind: 'view'; orderId: string; except: number[] }
  | { kind: 'first'; count: number }
  | { kind: 'only_empty' }
  | { kind: 'only_failed' }
  | { kind: 'only_stale' }

/** Empty cells that another try may fill. The others wait until the page or the column changes. */
export const FAILED_REASONS = [
  'page_blocked',
  'provider_error',
  'no_saved_answer',
  'failed_verification',
  'no_result',
  'needs_model',
  'budget_reached',
  'limit_reached',
  'gave_up',
] as const
