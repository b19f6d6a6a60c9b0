import type { CellState, CellValue, ColumnKind, EmptyReason } from '@enrichify/domain'

/** What the sheet needs to know, wherever it comes from. */
export interface SheetColumn {
  id: string
  name: string
  kind: ColumnKind
  width: number
  options: readonly string[]
  /** Answered by runs: its cells carry marks. */
  isEnrichment: boolean
}

export interface SheetMark {
  state: CellState | null
  empty?: EmptyReason | null | undefined
  pending?: boolean | undefined
  /** What the value was made from has changed since. */
  stale?: boolean | undefined
  /** Sources disagree, and no one has chosen yet. */
  conflict?: boolean | undefined
}

export interface SheetRow {
  id: number
  cells: Record<string, CellValue>
  marks: Record<string, SheetMark>
}

export type SheetChange =
  | { kind: 'all' }
  | { kind: 'rows'; first: number; last: number }
  | { kind: 'cells'; cells: { index: number; columnId: string }[]; live: boolean }

/** Rows by index, here or on their way. */
export interface SheetRows {
  rowAt: (index: number) => SheetRow | undefined
  rows: (first: number, last: number) => Promise<SheetRow[]>
  show: (first: number, last: number) => void
  subscribe: (listener: (change: SheetChange) => void) => () => void
  rejections: { get: (rowId: number, columnId: string) => { text: string; reason: string } | undefined }
}

/** Columns by position, rows by index, both ends included. */
export interface SheetRange {
  firstRow: number
  lastRow: number
  firstColumn: number
  lastColumn: number
}

export interface SheetSelection {
  /** The cell with the focus. */
  current: { row: number; column: number } | null
  range: SheetRange | null
  /** Whole rows, as stretches: a million rows are one pair. */
  rows: readonly [first: number, last: number][]
}

export interface SheetAnchor {
  x: number
  y: number
  width: number
  height: number
}

export interface SheetEvents {
  onSelection: (selection: SheetSelection) => void
  onEdit: (row: number, columnId: string, text: string) => void
  onClear: (range: SheetRange) => void
  onPaste: (at: { row: number; column: number }, table: string[][]) => void
  onCopied: (cells: number, problem: string | null) => void
  onOpenCell: (row: number, columnId: string) => void
  onColumnMenu: (columnId: string, anchor: SheetAnchor) => void
  onCellMenu: (row: number, columnId: string, anchor: SheetAnchor) => void
  onResize: (columnId: string, width: number) => void
  onMoveColumn: (columnId: string, position: number) => void
  onAppendRow: () => void
  onAddColumn: () => void
}
