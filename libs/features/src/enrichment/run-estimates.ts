import type { NextStepJson, RunEstimate } from '@enrichify/contracts'
import {
  Database,
  LedgerRepository,
  RunRepository,
  SpendingRepository,
  type ColumnEntity,
  type Meter,
  type Tx,
  type WebsetEntity,
} from '@enrichify/database'
import {
  estimateRun,
  isPaidRung,
  mayCost,
  passageBudget,
  rungsOf,
  type Principal,
  type Rung,
  type RunMode,
  type RunScope,
} from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { demand } from '../auth/access.ts'
import { ConnectionBook, limitsOf, type Candidate } from '../providers/connection-book.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { outputBound, planHashOf, QuestionAsker } from './rungs/question-asker.ts'
import { RunPlanner } from './runs.service.ts'

/** Seconds that a row takes without a model: its pages, politely. */
const SECONDS_PER_ROW = 3
const ROWS_IN_FLIGHT = 16
/** Instructions, questions and schema around the passages, in characters; and how many of them make a token, about. */
const FRAME_CHARACTERS = 2400
const CHARACTERS_PER_TOKEN = 4
const USUAL_SECONDS = 3
/** How many rows come to a rung that stands behind another, when this webset has no history: behind ready facts, and behind each paid one. */
const PAST_FACTS = 0.4
const PAST_PAID = 0.35
/** Tokens of a swarm's whole work for one row, about: a plan, two researchers of four steps, a verifier. */
const AGENT_TOKENS = { input: 24_000, output: 3000 }

/** What the ledger knows before a run: earlier calls of the same plan, and what is left under the budgets. */
@Injectable()
export class EstimateBooks {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly spending: SpendingRepository,
  ) {}

  async history(tx: Tx, websetId: string, planHash: string, practice: boolean) {
    return {
      quantiles: await this.spending.history(tx, websetId, planHash, practice),
      answeredRows: await this.spending.answeredRows(tx, websetId, planHash, practice),
    }
  }

  async left(tx: Tx, websetId: string): Promise<RunEstimate['left']> {
    const month = new Date().toISOString().slice(0, 7)
    const meters = await this.ledger.meters(tx, [
      ['webset', websetId],
      ['workspace_month', month],
      ['workspace_month', 'every'],
    ])
    const now = meters.find((meter) => meter.key === month) ?? meters.find((meter) => meter.key === 'every')
    return { websetMicros: leftOf(meters.find((meter) => meter.kind === 'webset')), monthMicros: leftOf(now) }
  }
}

function leftOf(meter: Meter | undefined): number | null {
  return meter?.limitMicros == null ? null : Math.max(0, meter.limitMicros - meter.spentMicros - meter.heldMicros)
}

/** The price of a run before it starts: from this webset's own calls where there are some, else from list prices, and marked so. */
@Injectable()
export class RunEstimates {
  constructor(
    private readonly database: Database,
    private readonly runs: RunRepository,
    private readonly websets: WebsetsService,
    private readonly planner: RunPlanner,
    private readonly asker: QuestionAsker,
    private readonly books: EstimateBooks,
    private readonly book: ConnectionBook,
  ) {}

  /** `drafts`: columns that are only proposed yet; every row would be asked once. */
  async estimate(
    principal: Principal,
    websetId: string,
    input: { columnIds?: string[] | undefined; scope: RunScope; mode?: RunMode; again?: boolean },
    drafts: readonly ColumnEntity[] = [],
  ): Promise<RunEstimate> {
    demand(principal, 'enrichment.run')
    const { webset, columns, rows, settled, left } = await this.database.inScope(principal, async (tx) => {
      const found = await this.websets.require(tx, websetId)
      const asked = [
        ...(input.columnIds?.length === 0 && drafts.length
          ? []
          : await this.planner.columns(tx, websetId, input.columnIds)),
        ...drafts,
      ]
      const ids = asked.map((column) => column.id)
      const isAsked = input.mode !== undefined && input.mode !== 'fill'
      return {
        webset: found,
        columns: asked,
        rows: await this.runs.countRows(tx, websetId, input.scope, ids),
        settled:
          isAsked || input.again
            ? new Map<string, number>()
            : await this.runs.countSettled(tx, websetId, input.scope, ids),
        left: await this.books.left(tx, websetId),
      }
    })
    const open = (column: ColumnEntity): number => Math.max(0, rows - (settled.get(column.id) ?? 0))
    const paid = columns.filter((column) => mayCost(column.enrichment))
    const plans = await Promise.all(stepsOf(paid, open).map((step) => this.#plan(principal, webset, step)))
    const problems = plans.flatMap((plan) => plan.problem ?? [])
    const calls = plans.reduce((sum, plan) => sum + plan.calls, 0)
    const cached = plans.reduce((sum, plan) => sum + plan.cachedCells, 0)
    const price = plans.reduce(
      (sum, plan) => ({ p10: sum.p10 + plan.price.p10, p50: sum.p50 + plan.price.p50, p90: sum.p90 + plan.price.p90 }),
      { p10: 0, p50: 0, p90: 0 },
    )
    const asked = paid.reduce((sum, column) => sum + open(column), 0)
    const unchanged = columns.reduce((sum, column) => sum + rows - open(column), 0)
    return {
      rows,
      cells: rows * columns.length,
      freeCells: {
        facts: columns.filter((column) => !mayCost(column.enrichment)).reduce((sum, column) => sum + open(column), 0),
        cache: Math.min(asked, cached),
        unchanged,
      },
      paidCells: problems.length ? 0 : Math.max(0, asked - cached),
      calls,
      model: [...new Set(plans.flatMap((plan) => plan.model ?? []))].join(', ') || null,
      price: {
        p10Micros: Math.floor(price.p10),
        p50Micros: Math.round(price.p50),
        p90Micros: Math.ceil(price.p90),
        basis:
          calls === 0
            ? 'free'
            : plans.every((plan) => plan.calls === 0 || plan.basis === 'history')
              ? 'history'
              : 'list',
      },
      seconds: Math.ceil(
        (Math.max(0, ...columns.map(open)) * SECONDS_PER_ROW) / ROWS_IN_FLIGHT +
          Math.max(0, ...plans.map((plan) => plan.seconds)),
      ),
      left,
      practice: webset.practice,
      problems: [...new Map(problems.map((problem) => [problem.code, problem])).values()],
    }
  }

  /** The first rung of a column that is switched off, with its price for one cell. */
  async nextStep(principal: Principal, websetId: string, columnId: string): Promise<NextStepJson | null> {
    demand(principal, 'websets.read')
    const { webset, column } = await this.database.inScope(principal, async (tx) => ({
      webset: await this.websets.require(tx, websetId),
      column: await this.websets.requireColumn(tx, websetId, columnId),
    }))
    const { enrichment } = column
    const rung =
      enrichment?.method === 'answer'
        ? enrichment.rungs.find(({ kind, enabled }) => !enabled && (kind !== 'data' || enrichment.dataFact !== null))
        : undefined
    if (!rung) return null
    const plan = await this.#plan(principal, webset, { rung, columns: [column], rows: 1, reach: 1 })
    return {
      rung: rung.kind,
      micros: plan.problem || (isPaidRung(rung) && plan.calls === 0) ? null : Math.round(plan.price.p50),
      problem: plan.problem?.message ?? null,
    }
  }

  async #plan(principal: Principal, webset: WebsetEntity, step: Step) {
    const { rung, columns } = step
    const none = {
      calls: 0,
      cachedCells: 0,
      price: { p10: 0, p50: 0, p90: 0 },
      basis: 'list' as const,
      seconds: 0,
      model: null as string | null,
      problem: null as { code: string; message: string } | null,
    }
    if (rung.kind === 'data') return this.#planData(principal, webset, step, none)
    const run = { workspaceId: principal.workspaceId, createdBy: principal.userId, practice: webset.practice }
    const [candidate] = await this.asker.candidates(run, rung.model)
    const { model = null } = candidate ?? {}
    if (webset.practice && (!candidate || rung.kind === 'agent')) return none
    if (!candidate)
      return {
        ...none,
        problem: {
          code: 'needs_model',
          message: 'No model is connected. Connect one under Settings, Providers; until then these cells stay empty.',
        },
      }
    const cost = candidate.cost
    if (cost?.unit !== 'tokens')
      return {
        ...none,
        model,
        problem: {
          code: 'price_unknown',
          message: `The price of ${model ?? 'this model'} is not known, so nothing is sent. Set it under Settings, Providers.`,
        },
      }
    const history = await this.database.inScope(principal, (tx) =>
      this.books.history(tx, webset.id, planHashOf(columns, rung), webset.practice),
    )
    const reached = Math.ceil(step.rows * step.reach)
    const answered = Math.min(reached, history.answeredRows)
    const calls = reached - answered
    const questions = columns.reduce(
      (sum, { enrichment }) => sum + (enrichment?.method === 'score' ? enrichment.criteria.length : 1),
      0,
    )
    const isAgent = rung.kind === 'agent'
    const inputTokens = isAgent
      ? AGENT_TOKENS.input
      : (FRAME_CHARACTERS + passageBudget(questions)) / CHARACTERS_PER_TOKEN
    const listed = { inputTokens, outputTokens: isAgent ? AGENT_TOKENS.output : outputBound(questions), ...cost.price }
    const estimated = spread(
      estimateRun(calls, isAgent ? null : history.quantiles, listed),
      step.reach,
      rung.maxMicros === null ? null : rung.maxMicros * columns.length * calls,
    )
    return {
      ...none,
      calls,
      cachedCells: answered * columns.length,
      price: estimated,
      basis: history.quantiles && !isAgent ? ('history' as const) : ('list' as const),
      seconds: secondsOf(candidate, calls, inputTokens, history.quantiles?.seconds ?? USUAL_SECONDS),
      model,
      problem: candidate.connection.blocked
        ? {
            code: 'provider_blocked',
            message: `${candidate.connection.label} needs mending before it can answer. See Settings, Providers.`,
          }
        : null,
    }
  }

  /** By the call, at the first service that knows the fact. */
  async #planData<N extends { problem: { code: string; message: string } | null }>(
    principal: Principal,
    webset: WebsetEntity,
    { columns, rows, reach }: Step,
    none: N,
  ) {
    if (webset.practice) return none
    const services = (await this.book.list(principal.workspaceId, principal.userId, 'data')).flatMap(
      (connection) => this.book.candidate(connection, null) ?? [],
    )
    const facts = columns.flatMap(({ enrichment }) =>
      enrichment?.method === 'answer' ? (enrichment.dataFact ?? []) : [],
    )
    const service = services.find(
      ({ provider }) => provider.kind === 'data' && provider.answers.some((fact) => facts.includes(fact)),
    )
    if (!service) return none
    if (service.cost?.unit !== 'call')
      return {
        ...none,
        problem: {
          code: 'price_unknown',
          message: `What a call of ${service.connection.label} costs is not known, so nothing is sent. Set it under Settings, Providers.`,
        },
      }
    const calls = Math.ceil(rows * reach)
    const all = calls * service.cost.micros
    return { ...none, calls, price: spread({ p10: all, p50: all, p90: all }, reach, null) }
  }
}

/** What may be asked of a paid rung: by which columns, and by what share of the rows. */
interface Step {
  rung: Rung
  columns: ColumnEntity[]
  rows: number
  reach: number
}

/** Columns whose ladders have the same paid rung are asked together; a rung further up is reached by fewer rows. */
function stepsOf(columns: readonly ColumnEntity[], open: (column: ColumnEntity) => number): Step[] {
  const steps = new Map<string, Step>()
  for (const column of columns) {
    let reach = 1
    for (const rung of rungsOf(column.enrichment)) {
      if (!isPaidRung(rung)) {
        reach = Math.min(reach, PAST_FACTS)
        continue
      }
      const key = JSON.stringify([rung.kind, rung.model, reach])
      const known = steps.get(key)
      if (known) {
        known.columns.push(column)
        known.rows = Math.max(known.rows, open(column))
      } else steps.set(key, { rung, columns: [column], rows: open(column), reach })
      reach *= PAST_PAID
    }
  }
  return [...steps.values()]
}

/** Where it is a guess how many rows come that far, the price is a guess as well: from half of it to all rows. */
function spread(
  { p10, p50, p90 }: { p10: number; p50: number; p90: number },
  reach: number,
  most: number | null,
): { p10: number; p50: number; p90: number } {
  const cap = (micros: number): number => (most === null ? micros : Math.min(micros, most))
  return reach === 1
    ? { p10: cap(p10), p50: cap(p50), p90: cap(p90) }
    : { p10: cap(p10 / 2), p50: cap(p50), p90: p90 / reach }
}

/** What limits the pace: the service's requests or tokens per minute, or how many answers can be waited for at a time. */
function secondsOf(
  { connection, provider }: Candidate,
  calls: number,
  inputTokens: number,
  secondsPerCall: number,
): number {
  const limits = limitsOf(connection, provider)
  const byTokens = limits.tokensPerMinute === null ? 0 : (calls * inputTokens * 60) / limits.tokensPerMinute
  return Math.max(
    (calls * 60) / limits.requestsPerMinute,
    byTokens,
    (calls * secondsPerCall) / Math.min(limits.concurrency, 80),
  )
}
