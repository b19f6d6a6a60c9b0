import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react'
import { isComposed } from '../actions/is-composed.ts'
import { newRowKeys } from '../ui/new-row-keys.ts'
import { typeAhead, type Typed } from '../ui/type-ahead.ts'
import type { CellRef, SheetColumn, SheetRows } from './sheet-types.ts'

interface Options {
  frame: RefObject<HTMLElement | null>
  rows: SheetRows
  columns: readonly SheetColumn[]
  total: number
  select: (row: number, column: number) => void
  onEdit: (cell: CellRef, text: string) => void
  /** A row is to be added, and this was typed for it. */
  onAppendRow: (typed: readonly Typed[]) => void
  /** The cell with the focus. */
  focus: () => CellRef | null
}

/** The grid opens an editor by an ASCII letter only. What the editor begins with is in `typeAhead`. */
const ANY_KEY = 'a'

/**
 * Values typed faster than editors open. Those that are finished go into their cells without an editor; for the last
 * one, which is not, an editor is opened.
 */
export function useTyping(options: Options) {
  const { frame, rows, columns, total, select, onEdit, onAppendRow } = options
  const [isOpening, setIsOpening] = useState(false)
  const replayed = useRef(false)

  // The grid opens an editor by a key only, and it looks at the selection of its last render.
  useEffect(() => {
    if (!isOpening) return
    setIsOpening(false)
    replayed.current = true
    frame.current
      ?.querySelector('canvas')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: ANY_KEY, bubbles: true, cancelable: true }))
    replayed.current = false
  }, [isOpening, frame])

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!newRowKeys.isTaking || event.ctrlKey || event.metaKey || event.altKey || isComposed(event)) return
      const focus = document.activeElement
      const isField = focus?.closest('input,textarea,select,[contenteditable],[role="dialog"],[role="menu"]') != null
      if (isField && focus?.closest('[data-sheet]') == null) return
      if (!newRowKeys.press(event.key, event.shiftKey)) return
      event.preventDefault()
      event.stopPropagation()
    }
    // Capturing, because the focus may be on the button that adds the row, or on the grid with nothing selected.
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [])

  // The page goes away before the editor is there. What was finished counts, and about the rest the browser asks.
  const atEnd = useEffectEvent(() => {
    const [first] = typeAhead.typed()
    const cell = options.focus()
    if (first?.leave && cell) onEdit(cell, first.text)
  })
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (typeAhead.typed().some(({ leave }, at) => at > 0 || !leave)) event.preventDefault()
    }
    const end = () => atEnd()
    window.addEventListener('beforeunload', ask)
    window.addEventListener('pagehide', end)
    return () => {
      window.removeEventListener('beforeunload', ask)
      window.removeEventListener('pagehide', end)
    }
  }, [])

  /** An editor opens with this text, and the person goes on in it. */
  const open = (text: string) => {
    // After the key that begins it: an editor that had the focus already would get the letter a second time.
    if (typeAhead.goOn(text)) setTimeout(() => setIsOpening(true))
  }

  /** Puts values where they belong, from this place on. The editor of the last one, which is not finished, opens. */
  const replay = (row: number, column: number, typed: readonly Typed[], last: number) => {
    let [atRow, atColumn] = [row, column]
    for (const [index, { text, leave }] of typed.entries()) {
      // Below the last row there is none yet.
      if (atRow > last) return onAppendRow(typed.slice(index))
      if (!leave) {
        open(text)
        break
      }
      const [rowId, columnId] = [rows.idAt(atRow), columns[atColumn]?.id]
      if (rowId !== undefined && columnId !== undefined) onEdit({ rowId, columnId }, text)
      atColumn = Math.min(Math.max(0, atColumn + leave[0]), columns.length - 1)
      atRow = Math.max(0, atRow + leave[1])
    }
    if (atRow !== row || atColumn !== column) select(atRow, atColumn)
  }

  return {
    /** The focus has moved to this place. */
    moved: (row: number, column: number) => replay(row, column, typeAhead.takeRest(), total - 1),
    /** A row was added at this place, where the focus is, and this was typed for it. */
    fill: (row: number, typed: readonly Typed[]) => replay(row, 0, typed, Math.max(row, total - 1)),
    /** The same while the focus is elsewhere: nothing moves, and the last value counts as finished. */
    fillAside: (rowId: number, typed: readonly Typed[]) => {
      let at = 0
      for (const [index, { text, leave }] of typed.entries()) {
        const columnId = columns[at]?.id
        if (columnId !== undefined) onEdit({ rowId, columnId }, text)
        if (leave?.[1] && index < typed.length - 1) return onAppendRow(typed.slice(index + 1))
        at = Math.min(Math.max(0, at + (leave?.[0] ?? 0)), columns.length - 1)
      }
    },
    /** This was written while no editor was open, and not by keys that have a letter each. The person may go on. */
    write: (text: string) => {
      if (newRowKeys.isTaking) for (const sign of text.split('')) newRowKeys.press(sign, false)
      else open(text)
    },
    /** True: the key is for an editor that is about to open. */
    press: (key: string, shift: boolean) => {
      if (replayed.current) return false
      // The grid opens no editor for a letter such as ä or ж.
      const opensLater = key.length === 1 && !/[ -~]/.test(key)
      if (!opensLater || typeAhead.isOpening) return typeAhead.press(key, shift)
      open(key)
      return true
    },
  }
}
