export type CallState = 'reserved' | 'dispatched' | 'settled' | 'released' | 'uncertain' | 'cached'

export interface CallRow {
  id: string
  attemptKey: string
  state: CallState
  connectionId: string
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

export interface NewCall {
  attemptKey: string
  connectionId: string
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
