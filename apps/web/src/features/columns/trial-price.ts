import type { EnrichmentJson, UsableModel } from '@enrichify/contracts'
import { estimateRun, isPaidRung, mayCost, passageBudget, rungsOf } from '@enrichify/domain'
import { money } from '../../ui/format.ts'
import { roundBudget } from '../../words/round-budget.ts'

export interface TrialPrice {
  /** In millionths of a US dollar; null: a price in it is not known. */
  middleMicros: number | null
  /** The budget of the trial; null: it costs nothing. */
  budgetMicros: number | null
}

// The same as in the server's estimates (`run-estimates.ts`), which only know saved plans.
const FRAME_CHARACTERS = 2400
const CHARACTERS_PER_TOKEN = 4
const OUTPUT_TOKENS = 400
const AGENT_TOKENS = { input: 24_000, output: 3000 }
const PAST_FACTS = 0.4
const PAST_PAID = 0.35
/** What a trial may cost when its price is not known. */
const UNKNOWN_MICROS = 100_000
/** A trial is small and its estimate rough, so its budget leaves some room. */
const ROOM = 3

/** What trying plans on a few rows costs, from list prices. */
export function trialPrice(plans: readonly EnrichmentJson[], rows: number, models: readonly UsableModel[]): TrialPrice {
  if (!plans.some(mayCost)) return { middleMicros: 0, budgetMicros: null }
  const [middles, mosts] = [
    plans.map((plan) => planPrice(plan, rows, models)?.p50),
    plans.map((plan) => planPrice(plan, rows, models)?.p90),
  ]
  if (middles.includes(undefined)) return { middleMicros: null, budgetMicros: UNKNOWN_MICROS }
  const sum = (parts: readonly (number | undefined)[]): number =>
    Math.round(parts.reduce<number>((total, part) => total + (part ?? 0), 0))
  return { middleMicros: sum(middles), budgetMicros: roundBudget(sum(mosts) * ROOM) }
}

function planPrice(
  plan: EnrichmentJson,
  rows: number,
  models: readonly UsableModel[],
): { p50: number; p90: number } | null {
  let reach = 1
  let [p50, p90] = [0, 0]
  const rungs = rungsOf(plan)
  if (rungs.some((rung) => !isPaidRung(rung))) reach = PAST_FACTS
  for (const rung of rungs.filter(isPaidRung)) {
    const model = rung.model
      ? models.find(
          ({ connectionId, model: name }) => connectionId === rung.model?.connectionId && name === rung.model.model,
        )
      : models.find(({ isDefault }) => isDefault)
    if (rung.kind === 'data' || !model?.price) return null
    const questions = plan.method === 'score' ? plan.criteria.length : 1
    const isAgent = rung.kind === 'agent'
    const listed = {
      inputTokens: isAgent ? AGENT_TOKENS.input : (FRAME_CHARACTERS + passageBudget(questions)) / CHARACTERS_PER_TOKEN,
      outputTokens: isAgent ? AGENT_TOKENS.output : OUTPUT_TOKENS * questions,
      ...model.price,
    }
    const price = estimateRun(rows * reach, null, listed)
    p50 += price.p50
    p90 += price.p90
    reach *= PAST_PAID
  }
  return { p50, p90 }
}

export function trialPriceWords({ middleMicros, budgetMicros }: TrialPrice, practice: boolean): string {
  if (budgetMicros === null) return 'costs nothing'
  if (practice) return 'practice: nothing is spent'
  return middleMicros === null
    ? `price not known, at most ${money(budgetMicros)}`
    : `about ${money(middleMicros)}, at most ${money(budgetMicros)}`
}
