import type { RowRest } from './row-rest.ts'
import type { ViewRows } from './view-rows.ts'

/** Where a row went that the person had changed and left. `place`: null: it is not among the rows that are here. */
export interface RowFate {
  rowId: number
  place: number | null
}

/**
 * A row that was changed stays where it is until the focus leaves it. Then the order is made anew, and the row may be
 * elsewhere, or nowhere in this view.
 */
export function watchRows(
  rows: Pick<ViewRows, 'subscribe' | 'placeOf' | 'isGone' | 'orderId'>,
  rest: Pick<RowRest, 'onLeft'>,
  tell: (fate: RowFate) => void,
): () => void {
  let left: { rowId: number; place: number; orderId: string | null } | null = null
  const stopRest = rest.onLeft((rowId) => {
    const place = rows.placeOf(rowId)
    left = place === undefined ? null : { rowId, place, orderId: rows.orderId }
  })
  const stopRows = rows.subscribe(() => {
    if (!left || rows.orderId === left.orderId) return
    const { rowId, place: before } = left
    left = null
    const place = rows.placeOf(rowId) ?? null
    if (!rows.isGone(rowId) && place !== before) tell({ rowId, place })
  })
  return () => {
    stopRest()
    stopRows()
  }
}
