import type { DataEditorRef, Item } from '@glideapps/glide-data-grid'
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent as Press, type RefObject } from 'react'
import { isComposed } from '../actions/is-composed.ts'
import { cx } from '../ui/cx.ts'
import type { CellRef } from './sheet-types.ts'

interface TypingFieldProps {
  grid: RefObject<DataEditorRef | null>
  frame: RefObject<HTMLElement | null>
  /** The place with the focus, and the cell that is there. */
  place: Item | undefined
  cell: CellRef | null
  /** The person wrote this on the cell that has the focus, and may go on. */
  onText: (text: string) => void
  /** The focus has left the cell before the word was finished. */
  onLeft: (cell: CellRef, text: string) => void
}

/**
 * Has the focus instead of the canvas, because a canvas takes no text: words that an input method composes, letters
 * with an accent that has a key of its own, signs that are picked. Their beginning would be lost. It cannot be seen
 * before a word is composed, and then it looks like the editor of the cell. All other keys go on to the grid.
 */
export function TypingField({ grid, frame, place, cell, onText, onLeft }: TypingFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const word = useRef<{ cell: CellRef | null; ending: number | undefined } | null>(null)
  /** An accent was pressed, and the letter below it comes as text. */
  const isAfterAccent = useRef(false)
  const isPassing = useRef(false)
  const [shownAt, setShownAt] = useState<{ left: number; top: number; minWidth: number; height: number } | null>(null)
  const canvas = () => canvasOf(frame)

  useEffect(() => {
    const element = frame.current
    const isGrid = (target: EventTarget | null) => target instanceof Node && canvasOf(frame)?.contains(target) === true
    const move = (event: FocusEvent) => {
      if (!isGrid(event.target)) return
      // For the grid, the focus has not moved at all. Otherwise it would select its first cell.
      if (event.relatedTarget === field.current) event.stopPropagation()
      if (event.type === 'focusin' && !isPassing.current) field.current?.focus({ preventScroll: true })
    }
    element?.addEventListener('focusin', move)
    element?.addEventListener('focusout', move)
    return () => {
      element?.removeEventListener('focusin', move)
      element?.removeEventListener('focusout', move)
    }
  }, [frame])
  const cellId = place && `glide-cell-${place[0] + 1}-${place[1]}`
  // The grid writes its accessible table a moment after it paints, and only for what is on the screen.
  useEffect(() => {
    const name = () => {
      frame.current?.querySelector('[role="grid"]')?.setAttribute('aria-label', 'Cells')
      if (cellId && document.getElementById(cellId)) field.current?.setAttribute('aria-activedescendant', cellId)
      else field.current?.removeAttribute('aria-activedescendant')
    }
    name()
    const observer = new MutationObserver(name)
    if (frame.current) observer.observe(frame.current, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [cellId, frame])

  /** Tells the grid that it has the focus, or has it no more. It sees only what happens to its canvas. */
  const tellFocus = (type: 'focusin' | 'focusout', other: EventTarget | null) => {
    if (other instanceof Node && canvas()?.contains(other)) return
    canvas()?.dispatchEvent(new FocusEvent(type, { bubbles: true, relatedTarget: other }))
  }
  const take = () => {
    const { cell: begunIn = cell, ending } = word.current ?? {}
    clearTimeout(ending)
    word.current = null
    setShownAt(null)
    const text = field.current?.value ?? ''
    if (field.current) field.current.value = ''
    return { text, begunIn }
  }
  const finish = (isLeaving: boolean) => {
    const { text, begunIn } = take()
    if (text === '') return
    const isThere = begunIn?.rowId === cell?.rowId && begunIn?.columnId === cell?.columnId
    if (isThere && !isLeaving) onText(text)
    else if (begunIn) onLeft(begunIn, text)
  }
  const latest = useRef(finish)
  latest.current = finish
  // The page goes on to another screen.
  useLayoutEffect(() => () => latest.current(true), [])

  const press = (event: Press) => {
    const { nativeEvent: key } = event
    event.stopPropagation()
    if (isComposed(key)) return
    if (word.current) finish(false)
    const isLetter = key.key.length === 1 && !key.ctrlKey && !key.metaKey && !key.altKey
    const isText = isAfterAccent.current && isLetter
    isAfterAccent.current = key.key === 'Dead'
    if (isText || isAfterAccent.current) return
    const goesOn = canvas()?.dispatchEvent(new KeyboardEvent(key.type, key)) === true
    if (!goesOn || isLetter) return event.preventDefault()
    if (key.key !== 'Tab') return
    // From the canvas the browser finds what is before and behind the grid.
    isPassing.current = true
    canvas()?.focus({ preventScroll: true })
    isPassing.current = false
  }

  return (
    <textarea
      ref={field}
      aria-label="Sheet"
      // The canvas is the stop of the Tab key.
      tabIndex={-1}
      rows={1}
      dir="auto"
      spellCheck={false}
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      onFocus={({ relatedTarget }) => tellFocus('focusin', relatedTarget)}
      onBlur={({ relatedTarget }) => {
        finish(true)
        tellFocus('focusout', relatedTarget)
      }}
      onKeyDown={press}
      onCompositionStart={() => {
        clearTimeout(word.current?.ending)
        word.current = { cell: word.current?.cell ?? cell, ending: undefined }
        const bounds = place && grid.current?.getBounds(place[0], place[1])
        if (bounds) setShownAt({ left: bounds.x, top: bounds.y, minWidth: bounds.width, height: bounds.height })
      }}
      // Korean ends a word with each syllable, and begins the next one at once: the field stays for all of them.
      onCompositionEnd={() => {
        if (word.current) word.current.ending = window.setTimeout(() => latest.current(false))
      }}
      onInput={() => {
        if (!word.current) finish(false)
      }}
      className={cx(
        'fixed z-10 resize-none overflow-hidden whitespace-nowrap outline-none',
        shownAt
          ? 'field-sizing-content border border-accent bg-surface px-2.5 py-1.5 leading-5 text-ink'
          : 'pointer-events-none size-px opacity-0',
      )}
      style={shownAt ?? undefined}
    />
  )
}

/** The grid makes it when it has measured itself. */
function canvasOf(frame: RefObject<HTMLElement | null>): HTMLCanvasElement | null {
  return frame.current?.querySelector('canvas') ?? null
}
