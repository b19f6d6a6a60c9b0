import { Database, type WebsetEntity } from '@enrichify/database'
import { estimateRun, passageBudget, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { ConnectionDirectory, limitsOf, type Candidate } from '../providers/connection-directory.ts'
import type { Step } from './paid-steps.ts'
import { planHashOf } from './plan-hash.ts'
import { RunBudget } from './run-budget.ts'
import { outputBound } from './rungs/output-bound.ts'

/**
 * Instructions, questions and schema around the passages, in characters; and about how many characters make a token.
 */
const FRAME_CHARACTERS = 2400
const CHARACTERS_PER_TOKEN = 4
const TYPICAL_SECONDS = 3
/** About how many tokens a swarm takes for one row: a plan, two researchers of four steps, a verifier. */
const AGENT_TOKENS = { input: 24_000, output: 3000 }

/** What one paid step of a run would cost: from this webset's own calls if there are any, else from list prices. */
@Injectable()
export class StepPricer {
  constructor(
    private readonly database: Database,
    private readonly budget: RunBudget,
    private readonly directory: ConnectionDirectory,
  ) {}

  async price(principal: Principal, webset: WebsetEntity, step: Step) {
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
    const [candidate] = await this.directory.modelsFor(run, rung.model)
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
          message: priceUnknown(`The price of ${model ?? 'this model'}`),
        },
      }
    const history = await this.database.inScope(principal, (tx) =>
      this.budget.history(tx, webset.id, planHashOf(columns, rung), webset.practice),
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
      seconds: secondsOf(candidate, calls, inputTokens, history.quantiles?.seconds ?? TYPICAL_SECONDS),
      model,
      problem: candidate.connection.blocked
        ? {
            code: 'provider_blocked',
            message: `${candidate.connection.label} has a problem and cannot answer. See Settings, Providers.`,
          }
        : null,
    }
  }

  /** Priced per call, at the first service that knows the fact. */
  async #planData<N extends { problem: { code: string; message: string } | null }>(
    principal: Principal,
    webset: WebsetEntity,
    { columns, rows, reach }: Step,
    none: N,
  ) {
    if (webset.practice) return none
    const services = (await this.directory.list(principal.workspaceId, principal.userId, 'data')).flatMap(
      (connection) => this.directory.candidate(connection, null) ?? [],
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
          message: priceUnknown(`The price of a call of ${service.connection.label}`),
        },
      }
    const calls = Math.ceil(rows * reach)
    const all = calls * service.cost.micros
    return { ...none, calls, price: spread({ p10: all, p50: all, p90: all }, reach, null) }
  }
}

/** If it is a guess how many rows reach this step, the price is a guess as well: from half of it to all rows. */
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

/** What limits the pace: the service's requests or tokens per minute, or how many answers we can wait for at a time. */
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

function priceUnknown(price: string): string {
  return `${price} is not known, so nothing is sent. Set it under Settings, Providers.`
}
