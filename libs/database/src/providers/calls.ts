export type CallState = 'reserved' | 'dispatched' | 'settled' | 'released' | 'uncertain' | 'cached'

export interface CallRow {
  id: string
  attemptKey: string
  state: CallState
  /** Null: a request of a column, to a host. */
  connectionId: string | null
  reservedMicros: number
  costMicros: number
  usage: unknown
  answer: unknown
  failure: string | null
  tries: number
  decision: 'charged' | 'not_charged' | null
  practice: boolean
  month: string
  runId: string | null
  websetId: string | null
}

/** With the process that is about to send it. */
export type HeldCall = NewCall & { holder: string }

export interface NewCall {
  attemptKey: string
  /** Null: a request of a column. `model` is its host then. */
  connectionId: string | null
  providerId: string
  model: string | null
  purpose: string
  websetId: string | null
  runId: string | null
  rowId: number | null
  userId: string | null
  /** `2026-11`, UTC. */
  month: string
  requestHash: string
  planHash: string
  reservedMicros: number
  practice: boolean
  cells: number
}

export interface LedgerLine {
  id: string
  state: CallState
  providerId: string
  connectionLabel: string
  model: string | null
  purpose: string
  websetId: string | null
  websetName: string | null
  runId: string | null
  rowId: number | null
  reservedMicros: number
  costMicros: number
  inputTokens: number | null
  outputTokens: number | null
  failure: string | null
  practice: boolean
  createdAt: Date
  dispatchedAt: Date | null
  closedAt: Date | null
  decision: 'charged' | 'not_charged' | null
  decidedBy: string | null
  decidedAt: Date | null
}
