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

/** Copy, cut and paste for as long as the focus is in `container` and not in an editor above it. */
export function useClipboard(container: RefObject<HTMLElement | null>, source: ClipboardSource): void {
  // The events of the clipboard come to the element with the focus.
  useEffect(() => {
    const isOurs = () => container.current?.contains(document.activeElement) === true
    const copy = (event: ClipboardEvent) => {
      if (!isOurs()) return
      const table = source.read()
      if (table === null) return
      event.preventDefault()
      if (table instanceof Promise) void copyLater(table, source, event.type === 'cut')
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
}

function cellsIn(table: readonly (readonly string[])[]): number {
  return table.reduce((sum, row) => sum + row.length, 0)
}

/** For rows that had to be fetched first: by then the copy event is over, and only the newer API can still write. */
async function copyLater(reading: Promise<string[][]>, source: ClipboardSource, cut: boolean): Promise<void> {
  let table: string[][]
  try {
    table = await reading
  } catch (error) {
    return source.onProblem(error instanceof Error ? error.message : String(error))
  }
  try {
    await navigator.clipboard.writeText(serialiseTable(table))
  } catch {
    return source.onProblem(
      'Rows that are not on the screen could not be copied: the browser allows it on https and localhost only. ' +
        'Export them instead.',
    )
  }
  source.onCopied(cellsIn(table))
  // What is not on the clipboard is not cut.
  if (cut) source.clear()
}
