import type { Webset } from '@enrichify/contracts'
import { useCallback, useMemo, useRef } from 'react'
import { makeCellEdits } from '../../document/cell-edits.ts'
import type { RowWindows } from '../../document/row-windows.ts'
import { useRowWindows } from '../../document/use-row-windows.ts'
import { useUndo } from '../../document/use-undo.ts'
import { useWebsetChanges } from '../../document/use-webset-changes.ts'
import { useRuns } from '../../document/use-webset.ts'
import { useLiveWebset } from '../../live/use-live-webset.ts'
import type { SheetView } from '../../view/view-state.ts'

/** What is read and written of the open webset: its rows in this view, its runs, and every change of it. */
export function useSheetDocument(webset: Webset, view: SheetView) {
  const { id, columns } = webset
  const { windows, status } = useRowWindows(id, view)
  // An event or the start of a run comes later than the render that listens for it: it means the rows shown by then.
  const shown = useRef<RowWindows | null>(null)
  shown.current = windows
  const live = useLiveWebset(
    id,
    useCallback(() => shown.current, []),
  )
  const rereadRows = useCallback(() => shown.current?.invalidate(), [])
  const runs = useRuns(id, live === 'live', windows)
  const undo = useUndo(id, windows)
  const changes = useWebsetChanges(id, windows)
  const edits = useMemo(
    () => makeCellEdits({ websetId: id, columns, windows, undo: (times) => void undo(times) }),
    [id, columns, windows, undo],
  )
  return { windows, status, total: status.total ?? webset.rows, live, runs, undo, changes, edits, rereadRows }
}
export type SheetDocument = ReturnType<typeof useSheetDocument>
