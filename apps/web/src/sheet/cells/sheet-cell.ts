import { isEmptied, type CellValue, type ColumnKind } from '@enrichify/domain'
import { GridCellKind, type CustomCell } from '@glideapps/glide-data-grid'
import type { SheetColumn, SheetMark, SheetRow, UnsavedCell } from '../sheet-types.ts'
import { CELL_KINDS } from './cell-kind.ts'
import { EMPTIED_WORDS, EMPTY_WORDS, markWords, STRAY_WORDS } from './cell-words.ts'

export interface SheetCellData {
  /** Where an edit goes, whatever is at this place by then. */
  rowId: number
  columnId: string
  kind: ColumnKind
  value: CellValue
  /** As shown. */
  text: string
  /** As typed; the editor changes it and nothing else. */
  draft: string
  /** The text when the editor opened. */
  original: string
  quiet: string
  mark: SheetMark | null
  isEnrichment: boolean
  problem: string | null
  /** On its way to the server. */
  isPending: boolean
  /** Its row waits to be deleted. */
  isLeaving: boolean
  options: readonly string[]
  /** When someone else changed it, by `performance.now`. */
  changedAt: number | null
}
export type SheetCell = CustomCell<SheetCellData>

export function makeCell(
  row: SheetRow,
  column: SheetColumn,
  context: {
    readonly: boolean
    changedAt: number | null
    unsaved: UnsavedCell | null
    isPending: boolean
    isLeaving: boolean
    /** Said with the first cell of its row. */
    isStray: boolean
  },
): SheetCell {
  const kind = CELL_KINDS[column.kind]
  const value = row.cells[column.id] ?? null
  const mark = row.marks[column.id] ?? null
  const { unsaved, isPending, isLeaving } = context
  const isLeftEmpty = column.isEnrichment && mark?.pending !== true && isEmptied(mark?.state ?? null, value)
  const text = unsaved?.text ?? kind.show(value)
  const written = unsaved?.text ?? kind.write(value)
  const words = isLeaving
    ? 'waiting to be deleted'
    : unsaved
      ? `not saved: ${unsaved.reason}`
      : isPending
        ? 'not saved yet'
        : isLeftEmpty
          ? EMPTIED_WORDS
          : markWords(mark ?? undefined)
  return {
    kind: GridCellKind.Custom,
    allowOverlay: !context.readonly && !isLeaving,
    readonly: context.readonly || isLeaving,
    // The grid reads this aloud; copying goes through our own clipboard.
    copyData: [text, words, context.isStray ? STRAY_WORDS : ''].filter(Boolean).join(', '),
    data: {
      rowId: row.id,
      columnId: column.id,
      kind: column.kind,
      value,
      text,
      draft: written,
      original: written,
      quiet: isLeftEmpty
        ? EMPTIED_WORDS
        : value === null && mark?.state === 'empty' && mark.empty && !mark.pending
          ? EMPTY_WORDS[mark.empty]
          : '',
      mark,
      isEnrichment: column.isEnrichment,
      problem: unsaved?.reason ?? null,
      isPending,
      isLeaving,
      options: column.options,
      changedAt: context.changedAt,
    },
  }
}
