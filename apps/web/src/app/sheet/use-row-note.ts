import { useEffect, useEffectEvent, useState } from 'react'
import { watchRows, type RowFate } from '../../document/row-watch.ts'
import { count } from '../../ui/format.ts'
import type { SheetView } from '../../view/view-state.ts'
import { rowLabel } from '../../words/row-label.ts'
import type { OpenSheet } from './use-sheet-document.ts'

/** Long enough to be read and used, like a message with a button. */
const NOTE_MS = 9000

export interface RowNote {
  text: string
  rowId: number
}

/** What became of the row that the person has just left: without a word, it would be gone or elsewhere. */
export function useRowNote({ rows, rest, webset }: Pick<OpenSheet, 'rows' | 'rest' | 'webset'>, view: SheetView) {
  const [note, setNote] = useState<RowNote | null>(null)
  const isFiltered = view.filters.length > 0 || view.search !== ''
  const isSorted = view.sort !== null
  // The webset is another object with each row that is added; the watch goes on.
  const tell = useEffectEvent(({ rowId, place }: RowFate) => {
    const row = rows.row(rowId)
    const label = row ? rowLabel(webset, row) : ''
    const name = label ? `“${label.slice(0, 60)}”` : 'The row'
    const text = fateWords(place, { isFiltered, isSorted })
    if (text) setNote({ rowId, text: `${name} ${text}` })
  })
  useEffect(() => watchRows(rows, rest, (fate) => tell(fate)), [rows, rest])
  useEffect(() => {
    if (!note) return
    const timer = setTimeout(() => setNote(null), NOTE_MS)
    return () => clearTimeout(timer)
  }, [note])
  return { note, close: () => setNote(null) }
}

/** Null: it has another place only because rows before it came or went. */
export function fateWords(
  place: number | null,
  { isFiltered, isSorted }: { isFiltered: boolean; isSorted: boolean },
): string | null {
  if (place !== null) return isSorted ? `moved to row ${count.format(place + 1)}.` : null
  if (isFiltered) return isSorted ? 'does not fit the filter, or moved far.' : 'does not fit the filter.'
  return isSorted ? 'moved to another place of the order.' : null
}
