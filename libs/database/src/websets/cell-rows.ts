import type { Actor, CellState, CellValue, EmptyReason, TraceStep } from '@enrichify/domain'

export interface CellStateRow {
  rowId: number
  columnId: string
  state: CellState
  empty: EmptyReason | null
  evidenceId: string | null
  runId: string | null
  candidates: StoredCandidate[]
  pages: StoredPage[]
  trace: TraceStep[]
  inputHash: string | null
  stale: boolean
  conflict: boolean
  checkedAt: Date | null
}

export interface StoredCandidate {
  value: unknown
  state: 'verified' | 'cited'
  evidenceId: string | null
  reason: string | null
  pages: number
  /**
   * The rung and place that it comes from, such as `structured:json-ld`. Verdicts on it decide how far the next value
   * from there is trusted.
   */
  source: string | null
}

export interface StoredPage {
  url: string
  outcome: string
  captureId: string | null
}

export interface NewEvidence {
  id: string
  rowId: number
  columnId: string
  captureId: string
  value: unknown
  quote: string
  start: number
  end: number
  textHash: string
  textVersion: number
  rule: string | null
}

/** The new state of one cell. A null `state` is a given value, which has no state. */
export interface CellWrite {
  rowId: number
  columnId: string
  before: CellValue
  beforeState: CellState | null
  value: CellValue
  state: CellState | null
  empty: EmptyReason | null
  evidenceId: string | null
  candidates: StoredCandidate[]
  pages: StoredPage[]
  costMicros: number
  trace: TraceStep[]
  inputHash: string | null
  conflict: boolean
}

export interface WriteContext {
  actor: Actor
  actionId: string | null
}
