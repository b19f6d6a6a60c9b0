import type { Row } from '@enrichify/contracts'
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'
import { watchRows, type RowFate } from '../../document/row-watch.ts'
import { count, plural } from '../../ui/format.ts'
import { fitsFilters } from '../../view/fits-filter.ts'
import type { SheetView } from '../../view/view-state.ts'
import { rowLabel } from '../../words/row-label.ts'
import type { OpenSheet } from './use-sheet-document.ts'

/** Long enough to be read and used, like a message with a button. */
const NOTE_MS = 9000

export interface RowNote {
  text: string
  /** The row to be shown; null: it is in sight. */
  rowId: number | null
}

/** What became of the rows that the person has just left: without a word, they would be gone or elsewhere. */
export function useRowNote(
  { document, rows, rest, strays, webset }: Pick<OpenSheet, 'document' | 'rows' | 'rest' | 'strays' | 'webset'>,
  view: SheetView,
) {
  const [note, setNote] = useState<RowNote | null>(null)
  const staying = useSyncExternalStore(strays.subscribe, strays.ids)
  const isFiltered = view.filters.length > 0 || view.search !== ''
  const isSorted = view.sort !== null
  /** Null: only the server knows. */
  const fits = (row: Row): boolean | null => {
    const isFitting = fitsFilters(view.filters, webset.columns, row)
    return isFitting && view.search !== '' ? null : isFitting
  }
  const nameOf = (rowIds: readonly number[]) => {
    const row = rows.row(rowIds[0]!)
    const label = row ? rowLabel(webset, row) : ''
    const others = rowIds.length > 1 ? ` and ${plural(rowIds.length - 1, 'other row')}` : ''
    return (label ? `“${label.slice(0, 60)}”` : 'The row') + others
  }
  // The webset is another object with each row that is added; the watch goes on.
  const tell = useEffectEvent(({ rowIds, place }: RowFate) => {
    const rowId = rowIds[0]!
    const row = rows.row(rowId)
    const text = fateWords(place, { isFiltered, isSorted, fits: row ? fits(row) : null }, rowIds.length)
    if (text) setNote({ rowId, text: `${nameOf(rowIds)} ${text}` })
  })
  useEffect(() => watchRows(rows, rest, (fate) => tell(fate)), [rows, rest])
  // What was said of a row may be untrue after that.
  useEffect(() => document.onTookBack(() => setNote(null)), [document])
  useEffect(() => {
    if (!note) return
    const timer = setTimeout(() => setNote(null), NOTE_MS)
    return () => clearTimeout(timer)
  }, [note])
  // What is in front of the person comes first.
  const shown = staying.length > 0 ? { rowId: null, text: `${nameOf(staying)} ${strayWords(staying.length)}` } : note
  return { note: shown, close: () => setNote(null) }
}

/** As in “Acme” does not fit the filter. It may be new, or may have fitted before. */
export function strayWords(rows: number): string {
  return rows > 1
    ? 'do not fit the filter. They stay until you leave them.'
    : 'does not fit the filter. It stays until you leave it.'
}

/** Null: it has another place only because rows before it came or went. */
export function fateWords(
  place: number | null,
  { isFiltered, isSorted, fits = null }: { isFiltered: boolean; isSorted: boolean; fits?: boolean | null },
  rows = 1,
): string | null {
  const elsewhere = isSorted ? (rows > 1 ? 'moved to other places.' : 'moved to another place of the order.') : null
  if (place !== null) return rows > 1 || !isSorted ? elsewhere : `moved to row ${count.format(place + 1)}.`
  if (!isFiltered || fits === true) return elsewhere
  return `${rows > 1 ? 'do' : 'does'} not fit the filter${isSorted && fits === null ? ', or moved far' : ''}.`
}
