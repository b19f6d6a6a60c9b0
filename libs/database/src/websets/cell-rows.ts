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
  /** What made it stale: actions and runs. Also of a cell that a person edited, which is not shown as stale. */
  staleBy: string[]
}

/** What is known about a cell, apart from its value and its state. */
export interface RestedOn {
  evidenceId: string | null
  empty: EmptyReason | null
  runId: string | null
  conflict?: boolean
  checkedAt?: string | null
  /** What runs found. Only where the cell lost it or got another: it stays beside a value that a person typed. */
  found?: Findings
}

export interface Findings {
  candidates: StoredCandidate[]
  pages: StoredPage[]
  trace: TraceStep[]
  inputHash: string | null
  staleBy: string[]
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
  /** What the earlier state rested on, so that it can be brought back. Null: it had none, or cannot be brought back. */
  restedOn: RestedOn | null
  value: CellValue
  state: CellState | null
  empty: EmptyReason | null
  evidenceId: string | null
  runId: string | null
  candidates: StoredCandidate[]
  pages: StoredPage[]
  costMicros: number
  trace: TraceStep[]
  inputHash: string | null
  conflict: boolean
  checkedAt: string | null
  staleBy: string[]
}

export interface WriteContext {
  actor: Actor
  actionId: string | null
  /** The action that this one takes back or repeats. */
  reverses?: { id: string } | null
}

/** What makes cells stale. If it takes back what had made a cell stale, that cell is stale no more. */
export interface StaleCause {
  by: string
  reverses: string | null
}
