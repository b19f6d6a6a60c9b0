import type { RefObject } from 'react'
import type { SheetHandle } from '../../sheet/sheet-handle.ts'
import { newRowKeys } from '../../ui/new-row-keys.ts'
import { toastProblem } from '../../ui/toast.ts'
import type { Typed } from '../../ui/type-ahead.ts'
import type { OpenSheet } from './use-sheet-document.ts'

/** Adds a row and goes there. What is typed before the row is there goes into it. */
export function useAddRow(sheet: RefObject<SheetHandle | null>, { edits, rest }: Pick<OpenSheet, 'edits' | 'rest'>) {
  return async (typed: readonly Typed[] = []): Promise<void> => {
    // Until the row is there, nothing has the focus: what is typed belongs to it and to no other cell.
    sheet.current?.clearSelection()
    const end = newRowKeys.begin(typed)
    sheet.current?.focus()
    const row = await edits.addRow()
    const texts = end()
    if (row) {
      rest.edited(row.id)
      sheet.current?.enterNew(row.id, texts)
    } else if (texts.length > 0)
      toastProblem(`The row was not added. You had typed: “${texts.map(({ text }) => text).join('”, “')}”`)
  }
}
