import type { Item } from '@glideapps/glide-data-grid'
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { isComposed } from '../actions/is-composed.ts'
import { newRowKeys } from '../ui/new-row-keys.ts'
import { typeAhead, type Typed } from '../ui/type-ahead.ts'
import { openEditor } from './editors/open-editor.ts'
import type { CellRef, SheetColumn, SheetRows } from './sheet-types.ts'

interface Options {
  frame: RefObject<HTMLElement | null>
  rows: SheetRows
  columns: readonly SheetColumn[]
  total: number
  /** The place with the focus. */
  place: () => Item | undefined
  select: (row: number, column: number) => void
  onEdit: (cell: CellRef, text: string) => void
  /** A row is to be added, and this was typed for it. */
  onAppendRow: (typed: readonly Typed[]) => void
  /** The cell with the focus; null as long as its row is not here. */
  focus: () => CellRef | null
  onProblem: (text: string) => void
}

/** The grid opens an editor by an ASCII letter only. What the editor begins with is in `typeAhead`. */
const ANY_KEY = 'a'
const STAYS = [0, 0] as const

/**
 * Values typed faster than editors open. Those that are finished go into their cells without an editor; for the last
 * one, which is not, an editor is opened.
 */
export function useTyping(options: Options) {
  const { frame, rows, columns, total, place, select, onEdit, onAppendRow, onProblem } = options
  const [isOpening, setIsOpening] = useState(false)
  const replayed = useRef(false)
  /** The place that waits for its row, and for which something was typed. */
  const awaited = useRef<Item | null>(null)
  /** The cell in which the first letter was pressed. */
  const begun = useRef<CellRef | null>(null)
  const isHere = (row: number) => row >= total || rows.rowAt(row) !== undefined

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

  // The page goes away before the editor is there. What was finished is stored now, because later there is no time;
  // should the person stay, the editor writes the same once more. About the rest the browser asks.
  const leave = useEffectEvent((event: BeforeUnloadEvent) => {
    const [first, ...more] = typeAhead.typed()
    const cell = options.focus()
    if (first?.leave && cell) onEdit(cell, first.text)
    if (awaited.current || more.length > 0 || first?.leave === null) event.preventDefault()
  })
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => leave(event)
    window.addEventListener('beforeunload', onLeave)
    return () => window.removeEventListener('beforeunload', onLeave)
  }, [])

  /** An editor opens with this text, and the person goes on in it. */
  const open = (text: string, cell = options.focus()) => {
    if (!typeAhead.isOpening) begun.current = cell
    // After the key that begins it: an editor that had the focus already would get the letter a second time.
    if (typeAhead.goOn(text)) setTimeout(() => setIsOpening(true))
  }

  /** Puts values where they belong, from this place on. The editor of the last one, which is not finished, opens. */
  const replay = (row: number, column: number, typed: readonly Typed[], last: number) => {
    let [atRow, atColumn] = [row, column]
    for (const [index, { text, leave }] of typed.entries()) {
      // Below the last row there is none yet.
      if (atRow > last) return onAppendRow(typed.slice(index))
      if (!isHere(atRow)) {
        typeAhead.putBack(typed.slice(index))
        awaited.current = [atColumn, atRow]
        break
      }
      const [rowId, columnId] = [rows.idAt(atRow), columns[atColumn]?.id]
      const cell = rowId !== undefined && columnId !== undefined ? { rowId, columnId } : null
      if (!leave) {
        open(text, cell)
        break
      }
      if (cell) onEdit(cell, text)
      atColumn = Math.min(Math.max(0, atColumn + leave[0]), columns.length - 1)
      atRow = Math.max(0, atRow + leave[1])
    }
    if (atRow !== row || atColumn !== column) select(atRow, atColumn)
  }

  const isFocused = ([column, row]: Item) => place()?.[0] === column && place()?.[1] === row
  const giveUp = (reason = 'was not here yet') => {
    awaited.current = null
    const words = typeAhead.takeAll().flatMap(({ text }) => (text === '' ? [] : `“${text}”`))
    if (words.length > 0) onProblem(`${words.join(', ')} was not written, because its row ${reason}.`)
  }
  const latest = useRef({ settle: () => undefined as void, giveUp })
  latest.current = {
    giveUp,
    /** Rows have come, or are others. */
    settle: () => {
      if (!awaited.current) return
      const [column, row] = awaited.current
      if (!isFocused(awaited.current)) return giveUp()
      const rowId = rows.idAt(row)
      if (rowId !== undefined && rows.isGone(rowId)) return giveUp('was moved to the trash')
      if (!isHere(row)) return
      awaited.current = null
      select(row, column)
      const typed = typeAhead.takeAll()
      // No editor opens behind a person who has gone on to a field elsewhere: what they typed counts as finished.
      const isLeft = frame.current?.contains(document.activeElement) !== true
      replay(row, column, isLeft ? typed.map((each) => ({ ...each, leave: each.leave ?? STAYS })) : typed, total - 1)
    },
  }
  // After the selection, which the same change may move.
  useLayoutEffect(() => {
    latest.current.settle()
    return rows.subscribe(() => latest.current.settle())
  }, [rows])
  // The cell went before its editor came: no editor will take the letters, and they are for no other cell.
  useLayoutEffect(() => {
    const isWaiting = typeAhead.isOpening && !awaited.current && openEditor.cell === null
    const [cell, at] = [options.focus(), begun.current]
    if (isWaiting && at && (cell?.rowId !== at.rowId || cell.columnId !== at.columnId)) giveUp('is no longer here')
  })
  // The page goes on to another screen.
  useLayoutEffect(() => () => void (awaited.current && latest.current.giveUp()), [])

  return {
    /** The focus has moved to this place. */
    moved: (row: number, column: number) => {
      if (awaited.current) return giveUp()
      replay(row, column, typeAhead.takeRest(), total - 1)
    },
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
      const at = place()
      if (awaited.current && !isFocused(awaited.current)) giveUp()
      if (newRowKeys.isTaking) for (const sign of text.split('')) newRowKeys.press(sign, false)
      else if (!at || isHere(at[1])) open(text)
      else {
        typeAhead.goOn(text)
        awaited.current = at
      }
    },
    /** True: the key is for an editor that is about to open, or for a row that is not here yet. */
    press: (key: string, shift: boolean) => {
      if (replayed.current) return false
      const at = place()
      if (awaited.current && !isFocused(awaited.current)) giveUp()
      if (at && !awaited.current && !isHere(at[1])) {
        if (key.length > 1) return false
        typeAhead.goOn(key)
        awaited.current = at
        return true
      }
      if (awaited.current) {
        typeAhead.press(key, shift)
        if (!typeAhead.isOpening) awaited.current = null
        return true
      }
      // The grid opens no editor for a letter such as ä or ж.
      const opensLater = key.length === 1 && !/[ -~]/.test(key)
      if (!opensLater || typeAhead.isOpening) {
        if (!typeAhead.isOpening) begun.current = options.focus()
        return typeAhead.press(key, shift)
      }
      open(key)
      return true
    },
  }
}
