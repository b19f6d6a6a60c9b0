import { useEffect, type RefObject } from 'react'
import { parseTable, serialiseTable } from './tsv.ts'

export interface ClipboardSource {
  /** The selected table; a promise when part of it is not here yet; null when nothing is selected. */
  read: () => string[][] | Promise<string[][]> | null
  clear: () => void
  paste: (table: string[][]) => void
  onCopied: (cells: number) => void
  onProblem: (text: string) => void
}

export interface ClipboardMenu {
  copy: () => void
  paste: () => Promise<void>
}

const NOT_ON_SCREEN =
  'Rows that are not on the screen could not be copied: the browser allows it on https and localhost only. ' +
  'Export them instead.'
const COPY_BY_KEY = 'The browser lets a menu copy on https and localhost only. Press Ctrl or ⌘ and C instead.'
const PASTE_BY_KEY = 'The browser does not let a menu read the clipboard. Press Ctrl or ⌘ and V instead.'

/**
 * Copy, cut and paste for as long as the focus is in `container` and not in an editor above it.
 * @returns the same for a menu, which has no event of the clipboard
 */
export function useClipboard(container: RefObject<HTMLElement | null>, source: ClipboardSource): ClipboardMenu {
  // The events of the clipboard come to the element with the focus.
  useEffect(() => {
    const isOurs = () => container.current?.contains(document.activeElement) === true
    const copy = (event: ClipboardEvent) => {
      if (!isOurs()) return
      const table = source.read()
      if (table === null) return
      event.preventDefault()
      if (table instanceof Promise) void copyLater(table, source, { cut: event.type === 'cut', refused: NOT_ON_SCREEN })
      else {
        event.clipboardData?.setData('text/plain', serialiseTable(table))
        source.onCopied(cellsIn(table))
        if (event.type === 'cut') source.clear()
      }
    }
    const paste = (event: ClipboardEvent) => {
      const text = isOurs() ? event.clipboardData?.getData('text/plain') : ''
      if (!text) return
      event.preventDefault()
      source.paste(parseTable(text))
    }
    document.addEventListener('copy', copy)
    document.addEventListener('cut', copy)
    document.addEventListener('paste', paste)
    return () => {
      document.removeEventListener('copy', copy)
      document.removeEventListener('cut', copy)
      document.removeEventListener('paste', paste)
    }
  })
  return {
    copy: () => {
      const table = source.read()
      if (table) void copyLater(Promise.resolve(table), source, { cut: false, refused: COPY_BY_KEY })
    },
    paste: async () => {
      try {
        const text = await navigator.clipboard.readText()
        if (text) source.paste(parseTable(text))
      } catch {
        source.onProblem(PASTE_BY_KEY)
      }
    },
  }
}

function cellsIn(table: readonly (readonly string[])[]): number {
  return table.reduce((sum, row) => sum + row.length, 0)
}

/** For rows that had to be fetched first: by then the copy event is over, and only the newer API can still write. */
async function copyLater(
  reading: Promise<string[][]>,
  source: ClipboardSource,
  { cut, refused }: { cut: boolean; refused: string },
): Promise<void> {
  let table: string[][]
  try {
    table = await reading
  } catch (error) {
    return source.onProblem(error instanceof Error ? error.message : String(error))
  }
  try {
    await navigator.clipboard.writeText(serialiseTable(table))
  } catch {
    return source.onProblem(refused)
  }
  source.onCopied(cellsIn(table))
  // What is not on the clipboard is not cut.
  if (cut) source.clear()
}
