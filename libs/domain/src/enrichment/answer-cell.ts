import type { CellState, CellValue, EmptyReason, ListItem } from '../cells/cell.ts'
import type { FactKind, FactValue, OpeningHours } from '../facts/fact-kinds.ts'
import { READY_FACTS } from '../facts/ready-facts.ts'

/** A distinct value, with the result of checking its quote and its page. */
export interface CheckedFact {
  value: FactValue
  verified: boolean
  evidenceId: string
}

export interface CellAnswer {
  value: CellValue
  state: Exclude<CellState, 'human' | 'asserted'>
  empty: EmptyReason | null
  /** The evidence for the value. For a list it is the evidence of the first item. */
  primary: string | null
}

/** A fact as the sheet shows it. Opening hours show their text; the structured form stays with the evidence. */
export function cellValueOf(kind: FactKind, value: FactValue): string | number | ListItem {
  if (kind === 'opening_hours') return (value as OpeningHours).text
  return value as string | number | ListItem
}

/**
 * Makes the cell of checked facts (best first). Verified facts win over cited ones. A list that has verified items
 * contains only those, because a list is as good as its worst item.
 */
export function answerCell(kind: FactKind, facts: readonly CheckedFact[], whenNone: EmptyReason): CellAnswer {
  const verified = facts.filter((fact) => fact.verified)
  const [best] = verified.length ? verified : facts
  if (!best) return { value: null, state: 'empty', empty: whenNone, primary: null }
  const state = verified.length ? 'verified' : 'cited'
  const kept = verified.length ? verified : facts
  const value = READY_FACTS[kind].many
    ? kept.map((fact) => cellValueOf(kind, fact.value) as ListItem)
    : (cellValueOf(kind, best.value) as CellValue)
  return { value, state, empty: null, primary: best.evidenceId }
}
