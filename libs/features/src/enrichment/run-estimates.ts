import type { RunEstimate } from '@enrichify/contracts'
import { Database, LedgerRepository, RunRepository, SpendingRepository, type ColumnEntity, type Meter, type Tx, type WebsetEntity } from '@enrichify/database'
import { estimateRun, type Principal, type RunScope } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { demand } from '../auth/access.ts'
import { limitsOf, type Candidate } from '../providers/connection-book.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { groupByModel, ModelRung, outputBound, passageBudget, planHashOf } from './model-rung.ts'
import { RunPlanner } from './runs.service.ts'

/** Seconds that a row takes without a model: its pages, politely. */
const SECONDS_PER_ROW = 3
const ROWS_IN_FLIGHT = 16
/** Instructions, questions and schema around the passages, in characters; and how many of them make a token, about. */
const FRAME_CHARACTERS = 2400
const CHARACTERS_PER_TOKEN = 4
const USUAL_SECONDS = 3

/** What the ledger knows before a run: earlier calls of the same plan, and what is left under the budgets. */
@Injectable()
export class EstimateBooks {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly spending: SpendingRepository,
  ) {}

  async history(tx: Tx, websetId: string, planHash: string, practice: boolean) {
    return { quantiles: await this.spending.history(tx, websetId, planHash, practice), answeredRows: await this.spending.answeredRows(tx, websetId, planHash, practice) }
  }

  async left(tx: Tx, websetId: string): Promise<RunEstimate['left']> {
    const month = new Date().toISOString().slice(0, 7)
    const meters = await this.ledger.meters(tx, [['webset', websetId], ['workspace_month', month], ['workspace_month', 'every']])
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
    private readonly rung: ModelRung,
    private readonly books: EstimateBooks,
  ) {}

  async estimate(principal: Principal, websetId: string, input: { columnIds?: string[] | undefined; scope: RunScope }): Promise<RunEstimate> {
    demand(principal, 'enrichment.run')
    const { webset, columns, rows, left } = await this.database.inScope(principal, async (tx) => {
      const found = await this.websets.require(tx, websetId)
      const asked = await this.planner.columns(tx, websetId, input.columnIds)
      return { webset: found, columns: asked, rows: await this.runs.countRows(tx, websetId, input.scope, asked.map((column) => column.id)), left: await this.books.left(tx, websetId) }
    })
    const facts = columns.filter((column) => column.enrichment?.fact)
    const groups = groupByModel(columns.filter((column) => !column.enrichment?.fact))
    const plans = await Promise.all(groups.map((group) => this.#plan(principal, webset, group, rows)))
    const problems = plans.flatMap((plan) => plan.problem ?? [])
    const calls = plans.reduce((sum, plan) => sum + plan.calls, 0)
    const cached = plans.reduce((sum, plan) => sum + plan.cachedCells, 0)
    const price = plans.reduce((sum, plan) => ({ p10: sum.p10 + plan.price.p10, p50: sum.p50 + plan.price.p50, p90: sum.p90 + plan.price.p90 }), { p10: 0, p50: 0, p90: 0 })
    const asked = groups.flat().length * rows
    return {
      rows,
      cells: rows * columns.length,
      freeCells: { facts: facts.length * rows, cache: cached },
      paidCells: problems.length ? 0 : asked - cached,
      calls,
      model: plans.map((plan) => plan.model).filter(Boolean).join(', ') || null,
      price: { p10Micros: Math.floor(price.p10), p50Micros: Math.round(price.p50), p90Micros: Math.ceil(price.p90), basis: calls === 0 ? 'free' : plans.every((plan) => plan.basis === 'history') ? 'history' : 'list' },
      seconds: Math.ceil((rows * SECONDS_PER_ROW) / ROWS_IN_FLIGHT + Math.max(0, ...plans.map((plan) => plan.seconds))),
      left,
      practice: webset.practice,
      problems: [...new Map(problems.map((problem) => [problem.code, problem])).values()],
    }
  }

  async #plan(principal: Principal, webset: WebsetEntity, columns: readonly ColumnEntity[], rows: number) {
    const [candidate] = await this.rung.candidates(principal.workspaceId, principal.userId, columns, webset.practice)
    const none = { calls: 0, cachedCells: 0, price: { p10: 0, p50: 0, p90: 0 }, basis: 'list' as const, seconds: 0, model: candidate?.model ?? null }
    if (webset.practice && !candidate) return { ...none, problem: null }
    if (!candidate) return { ...none, problem: { code: 'needs_model', message: 'No model is connected. Connect one under Settings, Providers; until then these cells stay empty.' } }
    const cost = candidate.cost
    if (cost?.unit !== 'tokens') return { ...none, problem: { code: 'price_unknown', message: `The price of ${candidate.model ?? 'this model'} is not known, so nothing is sent. Set it under Settings, Providers.` } }
    const history = await this.database.inScope(principal, (tx) => this.books.history(tx, webset.id, planHashOf(columns), webset.practice))
    const answered = Math.min(rows, history.answeredRows)
    const calls = rows - answered
    const inputTokens = (FRAME_CHARACTERS + passageBudget(columns.length)) / CHARACTERS_PER_TOKEN
    const estimated = estimateRun(calls, history.quantiles, { inputTokens, outputTokens: outputBound(columns.length), ...cost.price })
    return { calls, cachedCells: answered * columns.length, price: estimated, basis: history.quantiles ? ('history' as const) : ('list' as const), seconds: secondsOf(candidate, calls, inputTokens, history.quantiles?.seconds ?? USUAL_SECONDS), model: candidate.model, problem: candidate.connection.blocked ? { code: 'provider_blocked', message: `${candidate.connection.label} needs mending before it can answer. See Settings, Providers.` } : null }
  }
}

/** What limits the pace: the service's requests or tokens per minute, or how many answers can be waited for at a time. */
function secondsOf({ connection, provider }: Candidate, calls: number, inputTokens: number, secondsPerCall: number): number {
  const limits = limitsOf(connection, provider)
  const byTokens = limits.tokensPerMinute === null ? 0 : (calls * inputTokens * 60) / limits.tokensPerMinute
  return Math.max((calls * 60) / limits.requestsPerMinute, byTokens, (calls * secondsPerCall) / Math.min(limits.concurrency, 80))
}
