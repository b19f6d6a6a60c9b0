import type { FactValue } from '../facts/fact-kinds.ts'

/** A cell’s value as it is stored. It is the value only; what we know about the value is stored beside it. */
export type CellScalar = string | number | boolean
export type ListItem = string | { name: string; title: string | null } | { network: string; url: string }
export type CellValue = CellScalar | ListItem[] | null

/** `given` is a value that came with the list (import, paste). It has no state of its own. */
export const CELL_STATES = ['verified', 'cited', 'asserted', 'human', 'empty'] as const
export type CellState = (typeof CELL_STATES)[number]

/** Why a cell stayed empty (typed empties). */
export const EMPTY_REASONS = [
  'not_on_page',
  'page_blocked',
  'robots_disallowed',
  'no_result',
  'ambiguous_entity',
  'conflict',
  'failed_verification',
  'needs_model',
  'budget_reached',
  'provider_error',
  'no_saved_answer',
  'condition_not_met',
  'formula_error',
  'limit_reached',
  'gave_up',
  'judged_wrong',
  'suppressed',
] as const
export type EmptyReason = (typeof EMPTY_REASONS)[number]

/** One distinct value that pages offer for a cell. A cell lists its candidates best first. */
export interface Candidate {
  value: FactValue
  /** verified: quote, rule and entity all hold; cited: a page says so, but one of the three does not hold. */
  state: 'verified' | 'cited'
  evidenceId: string | null
  /** Why it is not verified. */
  reason: string | null
  /** How many pages of the row’s site contain it. */
  pages: number
}

/** A person cleared the cell: it is empty on purpose. */
export function isEmptied(state: CellState | null, value: CellValue): boolean {
  return state === 'human' && value === null
}

/**
 * A run may write a cell unless a person edited it, or said that its answer is right. It stays until the cell is
 * released, or the verdict taken back.
 */
export function isLockedForRuns(state: CellState | null, isJudgedRight: boolean): boolean {
  return state === 'human' || (state !== null && isJudgedRight)
}
