import type { RowSet } from '@enrichify/contracts'
import { rangesOf, type IdRanges, type RowRepository, type Tx } from '@enrichify/database'
import { Refused } from '@enrichify/domain'

/**
 * The rows that a command means, as ranges of ids.
 * @throws Refused `order_gone` when the view was shown so long ago that its order is forgotten
 */
export async function rangesOfSet(tx: Tx, websetId: string, set: RowSet, rows: RowRepository): Promise<IdRanges> {
  if (set.kind === 'ids') return rangesOf(set.ids)
  const ranges = await rows.rangesOfOrder(tx, websetId, set.orderId, set.except)
  if (ranges === null)
    throw new Refused(
      'order_gone',
      'This list of rows was shown too long ago. Read it again and repeat the change.',
      'conflict',
    )
  return ranges
}
