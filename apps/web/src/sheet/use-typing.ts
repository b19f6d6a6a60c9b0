import { useEffect, useRef, useState, type RefObject } from 'react'
import { typeAhead } from '../ui/type-ahead.ts'
import type { CellRef, SheetColumn, SheetRows } from './sheet-types.ts'

interface Options {
  frame: RefObject<HTMLElement | null>
  rows: SheetRows
  columns: readonly SheetColumn[]
  total: number
  select: (row: number, column: number) => void
  onEdit: (cell: CellRef, text: string) => void
}

/**
 * Values typed faster than editors open. Those that are finished go into their cells without an editor; for the last
 * one, which is not, an editor is opened.
 */
export function useTyping({ frame, rows, columns, total, select, onEdit }: Options) {
  const [opening, setOpening] = useState<{ first: string } | null>(null)
  const replayed = useRef(false)

  // The grid opens an editor by a key only, and it looks at the selection of its last render.
  useEffect(() => {
    if (!opening) return
    setOpening(null)
    replayed.current = true
    frame.current
      ?.querySelector('canvas')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: opening.first, bubbles: true, cancelable: true }))
    replayed.current = false
  }, [opening, frame])

  return {
    /** The focus has moved to this place. */
    moved: (row: number, column: number) => {
      let [atRow, atColumn] = [row, column]
      const rest = typeAhead.takeRest()
      for (const { text, leave } of rest) {
        if (!leave) {
          typeAhead.goOn(text)
          setOpening({ first: text[0] ?? '' })
          break
        }
        const [rowId, columnId] = [rows.idAt(atRow), columns[atColumn]?.id]
        if (rowId !== undefined && columnId !== undefined) onEdit({ rowId, columnId }, text)
        atColumn = Math.min(Math.max(0, atColumn + leave[0]), columns.length - 1)
        atRow = Math.min(Math.max(0, atRow + leave[1]), total - 1)
      }
      if (atRow !== row || atColumn !== column) select(atRow, atColumn)
    },
    /** True: the key is for an editor that is about to open. */
    press: (key: string, shift: boolean) => !replayed.current && typeAhead.press(key, shift),
  }
}
