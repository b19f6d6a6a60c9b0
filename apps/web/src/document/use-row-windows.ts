import { listRows } from '@enrichify/contracts'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { call } from '../api/client.ts'
import type { SheetView } from '../view/view-state.ts'
import { CellRejections } from './cell-rejections.ts'
import { RowWindows } from './row-windows.ts'

const FIRST_SCREEN = 60

/** The rows of one webset in one view. Another view has its own cache. */
export function useRowWindows(websetId: string, view: SheetView) {
  const [rejections] = useState(() => new CellRejections())
  const windows = useMemo(
    () =>
      new RowWindows({
        rejections,
        load: (offset, limit, signal) => {
          const { search, sort, filters } = view
          const query = {
            offset,
            limit,
            ...(search ? { search } : {}),
            ...(sort ? { sort } : {}),
            ...(filters.length > 0 ? { filter: JSON.stringify(filters) } : {}),
          }
          return call(listRows, { params: { id: websetId }, query, signal })
        },
      }),
    [websetId, view, rejections],
  )
  // Reading begins before the grid has measured itself.
  useEffect(() => {
    windows.show(0, FIRST_SCREEN)
    windows.open()
    return () => windows.close()
  }, [windows])
  const status = useSyncExternalStore(windows.subscribeStatus, windows.status)
  return { windows, status }
}
