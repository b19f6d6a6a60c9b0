import type { RowRest } from './row-rest.ts'
import type { ViewRows } from './view-rows.ts'

/** Where rows went that the person had changed and left. */
export interface RowFate {
  rowIds: readonly number[]
  /** Of the first. Null: none of them is among the rows that are here. */
  place: number | null
}

/**
 * Rows that were changed stay where they are until the focus leaves them. Then the order is made anew, and they may be
 * elsewhere, or nowhere in this view.
 */
export function watchRows(
  rows: Pick<ViewRows, 'subscribe' | 'placeOf' | 'isGone' | 'orderId'>,
  rest: Pick<RowRest, 'onLeft'>,
  tell: (fate: RowFate) => void,
): () => void {
  let left: { places: ReadonlyMap<number, number>; orderId: string | null } | null = null
  const stopRest = rest.onLeft((rowIds) => {
    const here = rowIds.flatMap((id): [number, number][] => {
      const place = rows.placeOf(id)
      return place === undefined ? [] : [[id, place]]
    })
    left = here.length > 0 ? { places: new Map(here), orderId: rows.orderId } : null
  })
  const stopRows = rows.subscribe(() => {
    if (!left || rows.orderId === left.orderId) return
    const gone = [...left.places].filter(([id, before]) => !rows.isGone(id) && rows.placeOf(id) !== before)
    left = null
    // What has left the view is more than what has another place in it.
    const lost = gone.flatMap(([id]) => (rows.placeOf(id) === undefined ? [id] : []))
    const rowIds = lost.length > 0 ? lost : gone.map(([id]) => id)
    if (rowIds.length > 0) tell({ rowIds, place: rows.placeOf(rowIds[0]!) ?? null })
  })
  return () => {
    stopRest()
    stopRows()
  }
}
