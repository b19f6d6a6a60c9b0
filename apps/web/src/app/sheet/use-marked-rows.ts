import type { Row } from '@enrichify/contracts'
import type { RunScope } from '@enrichify/domain'
import { useState } from 'react'
import type { SheetSelection } from '../../sheet/sheet-types.ts'
import { errorText } from '../../ui/error-text.ts'
import { plural } from '../../ui/format.ts'
import { toastProblem } from '../../ui/toast.ts'
import type { OpenSheet } from './use-sheet-document.ts'

const NO_SELECTION: SheetSelection = { focus: null, rows: null, rowCount: 0, cellCount: 0 }
/** The API's limit of rows named one by one. */
const MOST_NAMED_ROWS = 10_000

/** The selection in the sheet, and the rows that it means. */
export function useMarkedRows({ rows, total }: Pick<OpenSheet, 'rows' | 'total'>) {
  const [selection, setSelection] = useState<SheetSelection>(NO_SELECTION)
  const ids = async (): Promise<number[]> => {
    const marks = selection.rows
    if (!marks) return []
    if (marks.kind === 'ids') return [...marks.ids]
    if (total > MOST_NAMED_ROWS) throw new Error(`This works on at most ${plural(MOST_NAMED_ROWS, 'row')} of a view.`)
    const except = new Set(marks.except)
    return (await rows.idsBetween(0, total - 1)).filter((id) => !except.has(id))
  }
  return {
    selection,
    setSelection,
    /** Null: the rows could not be named, and the person was told so. */
    scope: async (): Promise<RunScope | null> => {
      const { rows: marks } = selection
      const { orderId } = rows
      if (marks?.kind === 'all' && orderId) return { kind: 'view', orderId, except: [...marks.except] }
      try {
        const rowIds = await ids()
        return rowIds.length > 0 ? { kind: 'rows', rowIds } : null
      } catch (error) {
        toastProblem(errorText(error))
        return null
      }
    },
    read: async (): Promise<Row[]> => {
      const marked = new Set(await ids())
      const places = [...marked].map((id) => rows.placeOf(id) ?? -1).filter((place) => place >= 0)
      if (places.length === 0) return []
      const read = await rows.rowsBetween(Math.min(...places), Math.max(...places))
      return read.filter(({ id }) => marked.has(id))
    },
  }
}
export type MarkedRows = ReturnType<typeof useMarkedRows>
