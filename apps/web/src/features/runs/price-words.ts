import type { RunEstimate } from '@enrichify/contracts'
import { count, dayOf, duration, money, oneDecimal, plural } from '../../ui/format.ts'

export const BASIS_WORDS = {
  history: 'From what this webset’s own calls cost so far.',
  list: 'From list prices and usual page sizes; this webset has no calls of its own yet.',
  free: 'No paid call is needed.',
} satisfies Record<RunEstimate['price']['basis'], string>

/** What is left under the tightest budget; null: there is none, so the run needs its own. */
export function tightest({
  websetMicros,
  monthMicros,
}: RunEstimate['left']): { micros: number; of: 'webset' | 'month' } | null {
  const left = [
    ...(websetMicros === null ? [] : [{ micros: websetMicros, of: 'webset' as const }]),
    ...(monthMicros === null ? [] : [{ micros: monthMicros, of: 'month' as const }]),
  ]
  return left.sort((a, b) => a.micros - b.micros)[0] ?? null
}

export function leftWords({ websetMicros, monthMicros }: RunEstimate['left']): string {
  const parts = [
    websetMicros !== null && `${money(websetMicros)} of the webset’s budget`,
    monthMicros !== null && `${money(monthMicros)} of this month’s budget`,
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : 'no other budget is set'
}

export function freeWords({ facts, cache, unchanged }: RunEstimate['freeCells']): string {
  const parts = [
    facts > 0 && `${count.format(facts)} without a model`,
    cache > 0 && `up to ${count.format(cache)} from answers already paid for`,
    unchanged > 0 && `${count.format(unchanged)} unchanged, not asked again`,
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : 'none'
}

/** Cells that a run does not touch, because a person decided them. Emptied ones are told apart: a run may be let in. */
export function leftAloneWords({ typed, right }: RunEstimate['leftAlone']): string | null {
  const parts = [
    typed > 0 && `${count.format(typed)} typed by a person`,
    right > 0 && `${count.format(right)} judged right`,
  ].filter(Boolean)
  return parts.length > 0 ? `${parts.join(' and ')} ${typed + right === 1 ? 'is' : 'are'} left alone` : null
}

export function emptiedWords({ emptied }: RunEstimate['leftAlone'], fill: boolean): string {
  const cells = `${count.format(emptied)} emptied by a person`
  if (fill) return `${cells} ${emptied === 1 ? 'is' : 'are'} filled too`
  return `${cells} ${emptied === 1 ? 'is' : 'are'} left alone`
}

export function testWords({ right, of, at, isCurrent }: RunEstimate['tests'][number]): string {
  const words = `${count.format(right)} of ${count.format(of)} right when last tested, on ${dayOf(at)}`
  return isCurrent ? words : `${words}; it was changed since`
}

export function paidWords({ paidCells, calls, model }: RunEstimate): string {
  if (paidCells === 0 && calls === 0) return 'none'
  return `${count.format(paidCells)} by ${plural(calls, 'call')}${model ? ` to ${model}` : ''}`
}

export function timeWords(seconds: number): string {
  // The seconds of an estimated hour help no one.
  if (seconds < 90) return `about ${duration(Math.max(5, Math.ceil(seconds / 5) * 5) * 1000)}`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 90 ? `about ${minutes} min` : `about ${oneDecimal(minutes / 60)} h`
}

/** Why a run cannot start. `budget` null: no limit, chosen on purpose; that needs a budget somewhere else. */
export function budgetProblem(estimate: RunEstimate, budget: number | null | undefined): string | null {
  if (budget === undefined) return 'Enter an amount such as 2.50.'
  if (budget === null && tightest(estimate.left) === null)
    return 'Without a budget for the webset or the month, this run needs one of its own.'
  return null
}

/** What a person should know before money is spent; the run may start anyway. */
export function budgetWarning(estimate: RunEstimate, budget: number | null): string | null {
  const { p90Micros, p50Micros } = estimate.price
  const left = tightest(estimate.left)
  if (left && left.micros < p90Micros && (budget === null || left.micros < budget))
    return `Only ${money(left.micros)} is left in the ${left.of}’s budget: the run stops there; the rest stays empty.`
  if (budget !== null && budget < p50Micros)
    return 'This is less than the run probably costs: it stops there, and the rest stays empty.'
  return null
}
