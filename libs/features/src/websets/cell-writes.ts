import type { Mark } from '@enrichify/contracts'
import type {
  NewEvidence,
  RefreshResult,
  RestedOn,
  StoredCandidate,
  StoredPage,
  WriteContext,
} from '@enrichify/database'
import type { CellState, CellValue, EmptyReason, TraceStep } from '@enrichify/domain'

/** A cell that a run found. `evidence` has every candidate's quote; `primary` is the one that proves the value. */
export interface RunCell {
  rowId: number
  columnId: string
  value: CellValue
  state: Exclude<CellState, 'human'>
  empty: EmptyReason | null
  primary: string | null
  evidence: NewEvidence[]
  candidates: StoredCandidate[]
  pages: StoredPage[]
  costMicros: number
  trace: TraceStep[]
  /** The inputs of the cell. With the same inputs it is not asked again. */
  inputHash: string | null
  conflict: boolean
  /** What a refresh found about the earlier value. */
  refresh: RefreshResult | null
  /** A person had emptied the cell, and the run was told to fill such cells. */
  fillsEmptied: boolean
}

/** A cell whose quote is still on its page: only its evidence is newer. */
export interface ConfirmedCell {
  rowId: number
  columnId: string
  /** Null: the page could not be read, so nothing is newer. */
  evidence: NewEvidence | null
  candidates: StoredCandidate[]
  trace: TraceStep[]
  refresh: RefreshResult
}

/** `state` null releases the cell to runs. */
export interface PersonCell {
  rowId: number
  columnId: string
  value: CellValue
  state: 'human' | null
  /** The quote of the candidate that the person chose. */
  evidenceId?: string | null
}

/** Who writes, and what that person saw: `baseVersion` null overwrites whatever is there. */
export interface PersonContext extends WriteContext {
  baseVersion?: number | null
  clientId?: string | null
}

/** What a cell contained before an action, and what it must contain now so that the action can be undone. */
export interface EarlierCell {
  rowId: number
  columnId: string
  value: CellValue
  state: CellState | null
  /** What that state rested on. */
  rested: RestedOn | null
  expected: { value: CellValue; state: CellState | null }
}

export function markOf({
  state,
  empty,
  candidates,
  stale,
  conflict,
  evidenceId,
}: {
  state: CellState | null
  empty: EmptyReason | null
  candidates: number
  stale: boolean
  conflict: boolean
  evidenceId?: string | null
}): Mark {
  return {
    state,
    ...(empty ? { empty } : {}),
    ...(candidates ? { candidates } : {}),
    ...(stale ? { stale } : {}),
    ...(conflict ? { conflict } : {}),
    ...(state === 'human' && evidenceId ? { quoted: true } : {}),
  }
}

/** The run found only what people had judged wrong. */
export function putsAside({ value, empty }: Pick<RunCell, 'value' | 'empty'>, before: CellValue): boolean {
  return value === null && empty === 'judged_wrong' && before !== null
}

export function sameValue(a: CellValue, b: CellValue): boolean {
  return a === b || (Array.isArray(a) && Array.isArray(b) && JSON.stringify(a) === JSON.stringify(b))
}
