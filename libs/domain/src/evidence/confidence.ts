import type { FactKind } from '../facts/fact-kinds.ts'
import { CALIBRATION } from './confidence-table.ts'
import type { SegmentKind } from './evidence-text.ts'

/**
 * What we know about a value from its pages: which fact it is, where its quote is, how it was proven and how many
 * pages say it.
 */
export interface ConfidenceQuery {
  kind: FactKind
  source: SegmentKind
  state: 'verified' | 'cited'
  /** How many pages of the row’s site say the same. */
  pages: number
}

export interface Confidence {
  /** The share of such values that a person had annotated on the same pages, 0…1. */
  accuracy: number
  /**
   * The lower end of its 95 % interval (Wilson), as if values were drawn one by one. Values of one site are somewhat
   * alike.
   */
  lower: number
  n: number
}

/** How many were right, of how many, by `confidenceKey`. */
export type CalibrationTable = Readonly<Record<string, readonly [right: number, count: number]>>

/** With fewer observations a share means too little to be shown beside a value. */
export const LEAST_OBSERVATIONS = 30

/**
 * How often values like this one were right on sites that people annotated. Null when there are too few observations;
 * then no number is shown.
 */
export function confidenceOf(query: ConfidenceQuery, table: CalibrationTable = CALIBRATION): Confidence | null {
  const [right, n] = table[confidenceKey(query)] ?? [0, 0]
  return n < LEAST_OBSERVATIONS ? null : { accuracy: right / n, lower: wilsonLower(right, n), n }
}

export function confidenceKey({ kind, source, state, pages }: ConfidenceQuery): string {
  return `${kind} ${source} ${state} ${pages > 1 ? 'several' : 'one'}`
}

/** The lower end of the 95 % Wilson score interval of a share. */
export function wilsonLower(right: number, count: number): number {
  if (count === 0) return 0
  const z = 1.959964
  const share = right / count
  const middle = share + (z * z) / (2 * count)
  const spread = z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count))
  return Math.max(0, (middle - spread) / (1 + (z * z) / count))
}
