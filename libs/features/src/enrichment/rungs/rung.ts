import type { ColumnEntity, NewEvidence, StoredCandidate } from '@enrichify/database'
import type { CellState, CellValue, EmptyReason, Rung, TraceStep } from '@enrichify/domain'
import type { RowWork } from '../row-work.ts'

/** A value that a rung found. */
export interface FoundValue {
  value: Exclude<CellValue, null>
  state: Exclude<CellState, 'human' | 'empty'>
  /** The id of the evidence for this value. */
  primary: string | null
  evidence: NewEvidence[]
  candidates: StoredCandidate[]
}

/** A rung's answer for one column: a value, or why there is none. Both null: it was not asked. */
export interface RungAnswer {
  found: FoundValue | null
  empty: EmptyReason | null
  costMicros: number
  trace: TraceStep[]
}

/** One way to an answer. It is asked for all columns that have reached it, so that one call can answer several. */
export interface RungRunner {
  answer(work: RowWork, columns: readonly ColumnEntity[], rung: Rung): Promise<Map<string, RungAnswer>>
}

/** Nothing more can be bought until a person fixes a problem. Continuing would only use up the rows. */
export class RunMustWait extends Error {
  override readonly name = 'RunMustWait'
}

export function nothing(empty: EmptyReason | null, ...trace: TraceStep[]): RungAnswer {
  return { found: null, empty, costMicros: 0, trace }
}

/** The same for each of several columns. */
export function forAll(
  columns: readonly ColumnEntity[],
  answer: (column: ColumnEntity, index: number) => RungAnswer,
): Map<string, RungAnswer> {
  return new Map(columns.map((column, index) => [column.id, answer(column, index)]))
}
