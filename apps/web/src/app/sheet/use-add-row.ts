import { useEffect, useRef, type RefObject } from 'react'
import type { SheetHandle } from '../../sheet/sheet-handle.ts'
import { newRowKeys } from '../../ui/new-row-keys.ts'
import { toastProblem } from '../../ui/toast.ts'
import type { Typed } from '../../ui/type-ahead.ts'
import type { OpenSheet } from './use-sheet-document.ts'

/** Adds a row and goes there. What is typed before the row is there goes into it. */
export function useAddRow(sheet: RefObject<SheetHandle | null>, { edits, rest }: Pick<OpenSheet, 'edits' | 'rest'>) {
  const waiting = useRef(new Set<() => void>())
  // The next visit of this sheet goes on from what is stored; keys are for no row of this one any more.
  useEffect(() => {
    const left = waiting.current
    return () => {
      for (const stop of left) stop()
      if (left.size > 0) newRowKeys.stop()
      left.clear()
    }
  }, [])

  return async (typed: readonly Typed[] = []): Promise<void> => {
    // Until the row is there, nothing has the focus: what is typed belongs to it and to no other cell.
    sheet.current?.clearSelection()
    const keys = newRowKeys.begin(typed)
    sheet.current?.focus()
    const adding = edits.addRow()
    // A page that is left before the row is there brings back what was typed, with its next visit.
    const keep = () => adding.keep(keys.typed())
    const stop = newRowKeys.subscribe(keep)
    waiting.current.add(stop)
    keep()
    const row = await adding.added
    const isLeft = !waiting.current.delete(stop)
    stop()
    const texts = keys.end()
    if (isLeft) return
    if (row) {
      rest.edited(row.id)
      sheet.current?.enterNew(row.id, texts)
    } else if (texts.length > 0)
      toastProblem(`The row was not added. You had typed: “${texts.map(({ text }) => text).join('”, “')}”`)
    adding.forget()
  }
}
