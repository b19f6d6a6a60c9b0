import type { CellState, CellValue, ColumnKind } from '@enrichify/domain'

export interface Cell {
  value: CellValue
  state: CellState | null
}
export interface Row {
  id: number
  isDeleted: boolean
  cells: Map<string, Cell>
}
export interface Column {
  id: string
  name: string
  kind: ColumnKind
  isAnswered: boolean
  isDeleted: boolean
}
export interface CellStep {
  rowId: number
  columnId: string
  before: Cell
  after: Cell
}

/** What was really done, once. */
export interface Step {
  version: number
  cells: CellStep[]
  added: number[]
  removed: number[]
  shown: string[]
  hidden: string[]
  name?: { from: string; to: string }
  update?: { columnId: string; from: Partial<Column>; to: Partial<Column> }
  move?: { columnId: string; from: number; to: number }
}

export interface ModelAction {
  id: string
  by: string
  isUndone: boolean
  last: Step
  /** Of updates of columns: which, and whether it was moved. */
  column: { id: string; isMoved: boolean } | null
  /** When it was first done. */
  first: number
  /** When it was last done or done again. */
  doneAt: number
  /** What stayed when it was last taken back, and when it was last done again. */
  stayed: { undo: Stayed[]; redo: Stayed[] }
}

/** The row that someone else changed. Null: something else was in the way. */
export type Stayed = number | null

export interface Entry {
  version: number
  by: string
  rowId: number
  columnId: string
  action: ModelAction
  isUndo: boolean
}

export interface ModelOutcome {
  size: number
  refused: number
}
