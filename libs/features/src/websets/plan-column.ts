import type { EnrichmentJson } from '@enrichify/contracts'
import type { ColumnEntity } from '@enrichify/database'
import {
  bindReferences,
  checkFormula,
  defaultRungs,
  demandNoCycle,
  fixedOrigin,
  FormulaError,
  READY_FACTS,
  Refused,
  type ColumnKind,
  type ColumnSettings,
  type Enrichment,
  type FactKind,
  type ModelChoice,
} from '@enrichify/domain'

export interface NewColumn {
  name?: string | undefined
  kind?: ColumnKind | undefined
  settings?: ColumnSettings | undefined
  fact?: FactKind | undefined
  question?: string | undefined
  /** The model that answers it. Null: the workspace's first one. */
  model?: ModelChoice | null | undefined
  /** The whole plan, instead of a fact or a question. */
  plan?: EnrichmentJson | undefined
}

/** The type of a computed column if none is given. */
const KINDS: Record<Enrichment['method'], ColumnKind> = {
  answer: 'text',
  score: 'number',
  formula: 'text',
  merge: 'text',
  http: 'text',
}

/**
 * A ready fact sets the column's type and question. A question in words makes a text column if no type is given.
 * `columns` are the existing ones.
 */
export function planColumn(
  input: NewColumn,
  columns: readonly ColumnEntity[],
): { kind: ColumnKind; settings: ColumnSettings; enrichment: Enrichment | null } {
  const settings = input.settings ?? {}
  if (input.plan) {
    const enrichment = bindPlan(input.plan, columns, null)
    const fact = enrichment.method === 'answer' ? enrichment.fact : null
    return {
      kind: fact ? READY_FACTS[fact].columnKind : (input.kind ?? KINDS[enrichment.method]),
      settings,
      enrichment,
    }
  }
  const base = { method: 'answer' as const, stop: 'verified' as const, examples: true, condition: null }
  if (input.fact) {
    const { question, dataFact, columnKind } = READY_FACTS[input.fact]
    return {
      kind: columnKind,
      settings,
      enrichment: { ...base, question, fact: input.fact, dataFact, rungs: defaultRungs(input.fact) },
    }
  }
  if (!input.question) return { kind: input.kind ?? 'text', settings, enrichment: null }
  const plan = bindPlan(
    { ...base, question: input.question, fact: null, dataFact: null, rungs: defaultRungs(null, input.model ?? null) },
    columns,
    null,
  )
  return { kind: input.kind ?? 'text', settings, enrichment: plan }
}

/**
 * The plan with columns by their ids, checked: formulas can be read, named columns exist, and no column is made from
 * itself. `own`: the column that the plan is for, if it exists already.
 */
export function bindPlan(plan: EnrichmentJson, columns: readonly ColumnEntity[], own: ColumnEntity | null): Enrichment {
  const bind = (text: string, isFormula = false): string => {
    const { text: bound, unknown } = bindReferences(text, columns)
    if (unknown.length && isFormula)
      throw new Refused('unknown_column', `There is no column “${unknown[0]}”.`, 'unprocessable')
    return bound
  }
  const formula = (text: string): string => {
    const bound = bind(text, true)
    try {
      checkFormula(bound, (id) => columns.some((column) => column.id === id))
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error
      throw new Refused('bad_formula', error.message, 'unprocessable', { at: error.at })
    }
    return bound
  }
  const condition = plan.condition === null ? null : formula(plan.condition)
  const bound = bindMethod({ ...plan, condition }, { bind, formula, columns })
  demandNoCycle(columns, { id: own?.id ?? 'new', name: own?.name ?? 'this column', enrichment: bound })
  return bound
}

function bindMethod(
  plan: EnrichmentJson,
  use: { bind: (text: string) => string; formula: (text: string) => string; columns: readonly ColumnEntity[] },
): Enrichment {
  switch (plan.method) {
    case 'answer':
      return { ...plan, question: use.bind(plan.question) }
    case 'score':
      return {
        ...plan,
        criteria: plan.criteria.map((criterion) => ({ ...criterion, question: use.bind(criterion.question) })),
      }
    case 'formula':
      return { ...plan, formula: use.formula(plan.formula) }
    case 'merge': {
      const missing = plan.columns.find((id) => !use.columns.some((column) => column.id === id))
      if (missing) throw new Refused('unknown_column', `There is no column “${missing}”.`, 'unprocessable')
      return { ...plan, columns: [...new Set(plan.columns)] }
    }
    case 'http': {
      const { url, headers, body } = plan.request
      const address = use.bind(url)
      if (fixedOrigin(address) === null)
        throw new Refused(
          'bad_address',
          'The address begins with https:// (or http://) and a fixed host. Columns may appear only after the host.',
          'unprocessable',
        )
      return {
        ...plan,
        request: {
          ...plan.request,
          url: address,
          body: use.bind(body),
          headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, use.bind(value)])),
        },
      }
    }
  }
}

/**
 * Applies a new question, model or whole plan. Undefined: none of them was given. A ready fact keeps its own question.
 */
export function askOtherwise(
  column: ColumnEntity,
  change: { question?: string | undefined; model?: ModelChoice | null | undefined; plan?: EnrichmentJson | undefined },
  columns: readonly ColumnEntity[],
): Enrichment | undefined {
  const { question, model, plan } = change
  if (plan) {
    if (!column.enrichment)
      throw new Refused('not_a_question', `“${column.name}” is a plain column. Add a column that asks.`, 'conflict')
    return bindPlan(plan, columns, column)
  }
  if (question === undefined && model === undefined) return undefined
  const current = column.enrichment
  if (current?.method !== 'answer' || current.fact)
    throw new Refused('not_a_question', `“${column.name}” asks no question in words.`, 'conflict')
  const rungs =
    model === undefined
      ? current.rungs
      : current.rungs.map((rung) => (rung.kind === 'data' ? rung : { ...rung, model }))
  return bindPlan({ ...current, rungs, ...(question === undefined ? {} : { question }) }, columns, column)
}

export function defaultName(input: NewColumn): string {
  if (input.fact) return READY_FACTS[input.fact].label
  if (input.plan?.method === 'answer')
    return input.plan.fact ? READY_FACTS[input.plan.fact].label : input.plan.question.slice(0, 60)
  return input.question?.slice(0, 60) ?? 'Column'
}
