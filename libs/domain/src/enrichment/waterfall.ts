import type { CellState, CellValue, EmptyReason } from '../cells/cell.ts'
import type { StopRule } from './enrichment.ts'

const RANKS: Record<Exclude<CellState, 'human' | 'empty'>, number> = { verified: 3, cited: 2, asserted: 1 }
type FoundState = keyof typeof RANKS

/** Whether an answer of this state is enough. Otherwise the next rung is asked. */
export function isEnough(state: FoundState, stop: StopRule): boolean {
  return RANKS[state] >= (stop === 'any' ? RANKS.asserted : RANKS[stop])
}

/** True when `one` is better proven than `other`. Among equals the first stays. */
export function isBetter(one: FoundState, other: FoundState): boolean {
  return RANKS[one] > RANKS[other]
}

/** Of several reasons for an empty cell, the one that a person can do something about. */
const MENDABLE: readonly EmptyReason[] = [
  'suppressed',
  'budget_reached',
  'provider_error',
  'no_saved_answer',
  'limit_reached',
  'gave_up',
  'needs_model',
  'formula_error',
  'judged_wrong',
  'conflict',
  'ambiguous_entity',
  'failed_verification',
  'page_blocked',
  'robots_disallowed',
  'no_result',
  'not_on_page',
  'condition_not_met',
]

export function tellingReason(reasons: readonly EmptyReason[]): EmptyReason {
  return MENDABLE.find((reason) => reasons.includes(reason)) ?? 'no_result'
}

/**
 * How far to trust a source by what people said about it: the mean of a Beta(2, 2) with their verdicts, 0…1. It is
 * 0.5 when no one said anything.
 */
export function reliabilityOf({ right, wrong }: { right: number; wrong: number }): number {
  return (right + 2) / (right + wrong + 4)
}

export interface RivalCandidate {
  value: unknown
  state: 'verified' | 'cited'
  source: string | null
}

/**
 * Whether sources disagree: two candidates say different things, and both are as well proven as the best one. Several
 * values from one kind of source are no conflict when a business may well have several (`single` false): two
 * telephone numbers on one site are two numbers.
 */
export function isConflict(candidates: readonly RivalCandidate[], single: boolean): boolean {
  const [best] = candidates
  if (!best) return false
  // The markup and the printed text of a site are one source.
  const family = (source: string | null): string => (source ?? '').split(':')[0]!.replace('patterns', 'structured')
  return candidates.some(
    (other) =>
      other !== best &&
      other.state === best.state &&
      !sameClaim(other.value, best.value) &&
      (single || family(other.source) !== family(best.source)),
  )
}

function sameClaim(a: unknown, b: unknown): boolean {
  const plain = (value: unknown): string =>
    typeof value === 'string'
      ? value
          .normalize('NFKC')
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N}]+/gu, '')
      : JSON.stringify(value)
  return plain(a) === plain(b)
}

/** A cell that needs no new answer: the inputs are the same, and the answer is final. */
export function isFinal(
  stored: { state: CellState; empty: EmptyReason | null; inputHash: string | null; stale: boolean } | null,
  inputHash: string,
  failedReasons: readonly string[],
): boolean {
  if (!stored || stored.stale || stored.inputHash !== inputHash) return false
  return stored.state !== 'empty' || (stored.empty !== null && !failedReasons.includes(stored.empty))
}

/** The weight of the criteria that hold, as a share of all weights, 0…100. */
export function scoreOf(criteria: readonly { weight: number; holds: boolean }[]): number {
  const all = criteria.reduce((sum, { weight }) => sum + weight, 0)
  return all === 0
    ? 0
    : Math.round((100 * criteria.reduce((sum, { weight, holds }) => sum + (holds ? weight : 0), 0)) / all)
}

/** The value in words, as a person would read it. */
export function wordsOfValue(value: CellValue): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (!Array.isArray(value)) return String(value)
  return value.map((item) => (typeof item === 'string' ? item : 'name' in item ? item.name : item.url)).join('; ')
}
