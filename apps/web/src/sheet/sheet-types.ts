import type { CellState, CellValue, ColumnKind, EmptyReason } from '@enrichify/domain'
import type { Typed } from '../ui/type-ahead.ts'

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
  /** A person said that the value is wrong. */
  wrong?: boolean | undefined
  /** Sources disagree, and no one has chosen yet. */
  conflict?: boolean | undefined
  /** A person chose it, and its quote is known. */
  quoted?: boolean | undefined
}

export interface SheetRow {
  id: number
  cells: Record<string, CellValue>
  marks: Record<string, SheetMark>
}

/** A cell as everything outside the canvas names it. Places mean nothing there. */
export interface CellRef {
  rowId: number
  columnId: string
}

/** Whole rows that are marked: these, or all of the view but these. */
export type RowMarks = { kind: 'ids'; ids: readonly number[] } | { kind: 'all'; except: readonly number[] }

/** `other`: someone else made the change, or a run, whose `by` is null. */
export type SheetChange =
  | { kind: 'all' }
  | { kind: 'rows'; first: number; last: number }
  | { kind: 'cells'; cells: (CellRef & { index: number })[]; other: { by: string | null } | null }

/** A value that was typed and not saved. */
export interface UnsavedCell {
  text: string
  reason: string
  /** Someone else wrote this meanwhile. */
  theirs: { value: CellValue; by: string } | null
}

/** Rows by place, here or on their way. */
export interface SheetRows {
  /** Another one: rows may have other places now. Null: nothing is known yet. */
  readonly orderId: string | null
  rowAt: (place: number) => SheetRow | undefined
  idAt: (place: number) => number | undefined
  placeOf: (rowId: number) => number | undefined
  /** The row was deleted, and its place is still shown. */
  isGone: (rowId: number) => boolean
  /** Throws when the list changes while it is read: then nothing may be done with a part of it. */
  rowsBetween: (first: number, last: number) => Promise<SheetRow[]>
  idsBetween: (first: number, last: number) => Promise<number[]>
  show: (first: number, last: number) => void
  subscribe: (listener: (change: SheetChange) => void) => () => void
}

/** What is above the stored values. */
export interface SheetOverlay {
  unsaved: (cell: CellRef) => UnsavedCell | null
  isPending: (cell: CellRef) => boolean
  /** The row will be deleted as soon as the server can be told. */
  isLeaving: (rowId: number) => boolean
  /** The row no longer fits the view, and is shown until the focus leaves it. */
  isStray: (rowId: number) => boolean
}

export interface SheetSelection {
  /** The cell with the focus. */
  focus: CellRef | null
  /** Whole rows. */
  rows: RowMarks | null
  rowCount: number
  cellCount: number
}

export interface SheetAnchor {
  x: number
  y: number
  width: number
  height: number
}

/** These columns of these rows. */
export interface ClearedArea {
  rows: RowMarks
  columnIds: readonly string[]
}

/** A table that goes into these rows and columns; lines beyond them become new rows. */
export interface SheetPaste {
  rowIds: readonly number[]
  columnIds: readonly string[]
  /** Undefined: the cell stays as it is. */
  table: readonly (readonly (string | undefined)[])[]
  /** Columns of the table for which there is none in the sheet. */
  leftOut: number
}

export interface SheetEvents {
  onSelection: (selection: SheetSelection) => void
  /** The editor of a cell is open. Null: it was closed. */
  onEditing: (cell: CellRef | null) => void
  /** `seen`: when the editor was opened. */
  onEdit: (cell: CellRef, text: string) => void
  /** One thing that a person does, in areas that have no row in common. */
  onClear: (areas: readonly ClearedArea[]) => void
  onPaste: (paste: SheetPaste) => void
  onCopied: (cells: number) => void
  onProblem: (text: string) => void
  /** The person tried to change something and may not. */
  onReadonly: () => void
  onOpenCell: (cell: CellRef) => void
  /** Escape, and no editor is open. True: something was closed by it, and the selection stays. */
  onEscape: () => boolean
  onColumnMenu: (columnId: string, anchor: SheetAnchor) => void
  onCellMenu: (cell: CellRef, anchor: SheetAnchor) => void
  onResize: (columnId: string, width: number) => void
  onMoveColumn: (columnId: string, position: number) => void
  /** `typed`: what was typed for the new row already. */
  onAppendRow: (typed?: readonly Typed[]) => void
  onAddColumn: () => void
}
