import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { viewRows } from '../../document/open-document.ts'
import type { SheetDocument } from '../../document/sheet-document.ts'
import type { SheetView } from '../../view/view-state.ts'

const FIRST_SCREEN = 60

/**
 * The rows that are shown. Another sort, filter or search is the server's work: until it has answered, the last view
 * stays on the screen.
 */
export function useViewRows(document: SheetDocument, view: SheetView) {
  const key = JSON.stringify(view)
  const [shown, setShown] = useState(() => ({ rows: viewRows(document, view), view, key }))
  const wanted = useMemo(
    () => (key === shown.key ? shown : { rows: viewRows(document, view), view, key }),
    // The same view is the same rows, whatever object names it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [document, key, shown],
  )
  const { rows } = wanted
  useEffect(() => {
    if (wanted === shown) return
    let isTaken = false
    const take = () => {
      if (rows.status().total === null) return
      isTaken = true
      setShown(wanted)
    }
    const stop = rows.subscribeStatus(take)
    rows.show(0, FIRST_SCREEN)
    rows.open()
    return () => {
      stop()
      if (!isTaken) rows.close()
    }
  }, [wanted, shown, rows])
  // Reading begins before the grid has measured itself.
  useEffect(() => {
    shown.rows.show(0, FIRST_SCREEN)
    shown.rows.open()
    return () => shown.rows.close()
  }, [shown])
  const { error } = useSyncExternalStore(rows.subscribeStatus, rows.status)
  return {
    rows: shown.rows,
    /** The view that the rows are of. */
    view: shown.view,
    /** Another view was asked for and is not here yet. */
    awaited: wanted === shown ? null : { error, retry: () => rows.retry() },
  }
}
