import type { DataEditorRef, GridSelection } from '@glideapps/glide-data-grid'
import { useImperativeHandle, type Ref, type RefObject } from 'react'
import type { Typed } from '../ui/type-ahead.ts'
import type { ClipboardMenu } from './clipboard/use-clipboard.ts'
import { openEditor } from './editors/open-editor.ts'
import type { SheetColumn, SheetRows } from './sheet-types.ts'
import type { useTyping } from './use-typing.ts'

/** What the owner of the sheet may ask of it. */
export interface SheetHandle {
  focus: () => void
  /** A row that is on the screen or close to it. */
  select: (rowId: number, columnId?: string) => void
  /** Scrolls so that the cell is in what is left of the screen above `covered` pixels. */
  reveal: (rowId: number, columnId: string, covered: number) => void
  clearSelection: () => void
  /** What is selected: on the clipboard, replaced by what is there, and emptied. */
  copy: () => void
  paste: () => Promise<void>
  empty: () => void
  /** Selects a row that was added, unless the person has gone on to another cell, and puts in what was typed for it. */
  enterNew: (rowId: number, typed: readonly Typed[]) => void
}

interface Options extends ClipboardMenu {
  grid: RefObject<DataEditorRef | null>
  rows: SheetRows
  columns: readonly SheetColumn[]
  selected: GridSelection['current']
  clear: () => void
  empty: () => void
  moveTo: (row: number, column: number) => void
  onNew: (rowId: number) => void
  typing: Pick<ReturnType<typeof useTyping>, 'fill' | 'fillAside'>
}

export function useSheetHandle(
  ref: Ref<SheetHandle> | undefined,
  { grid, rows, columns, selected, clear, moveTo, typing, onNew, copy, paste, empty }: Options,
): void {
  useImperativeHandle(ref, () => ({
    focus: () => grid.current?.focus(),
    select: (rowId, columnId) => {
      const row = rows.placeOf(rowId)
      if (row === undefined) return
      moveTo(
        row,
        columnId
          ? Math.max(
              0,
              columns.findIndex(({ id }) => id === columnId),
            )
          : 0,
      )
      grid.current?.focus()
    },
    reveal: (rowId, columnId, covered) => {
      const row = rows.placeOf(rowId)
      const column = columns.findIndex(({ id }) => id === columnId)
      if (row === undefined || column < 0) return
      grid.current?.scrollTo(column, row, 'both', 0, covered, covered > 0 ? { vAlign: 'start' } : {})
    },
    clearSelection: clear,
    copy,
    paste,
    empty,
    enterNew: (rowId, typed) => {
      onNew(rowId)
      const row = rows.placeOf(rowId)
      if (row === undefined || openEditor.cell || selected) return typing.fillAside(rowId, typed)
      moveTo(row, 0)
      grid.current?.focus()
      typing.fill(row, typed)
    },
  }))
}
