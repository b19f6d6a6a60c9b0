import type { Tx } from '../database.ts'
import type { IdRanges } from './id-ranges.ts'
import { readListOrder } from './list-order.ts'

/**
 * All rows of an order but some, as ranges of ids. Rows that went into the trash since are among them. Null: the order
 * is lost, or a part of it.
 */
export async function rangesOfOrder(
  tx: Tx,
  websetId: string,
  orderId: string,
  except: readonly number[],
): Promise<IdRanges | null> {
  const list = readListOrder(websetId, orderId)
  const [found] = list
    ? await tx.query<{ ranges: IdRanges }>(
        `select (int8multirange(int8range(1, $1::bigint + 1)) - ${EXCEPT})::text as ranges`,
        [list.lastRowId, except],
      )
    : await tx.query<{ ranges: IdRanges }>(
        // One statement: an order that is removed between two of them would seem to have no rows.
        `select (coalesce(held.ranges, '{}') - ${EXCEPT})::text as ranges
         from view_orders o
         cross join lateral (
           select count(*) as size, range_agg(int8range(id, id, '[]')) as ranges
           from view_order_chunks, unnest(row_ids) id
           where order_id = o.id
         ) held
         where o.id = $1 and o.webset_id = $3 and o.state = 'ready' and held.size = o.total`,
        [orderId, except, websetId],
      )
  return found?.ranges ?? null
}

const EXCEPT = `coalesce((select range_agg(int8range(id, id, '[]')) from unnest($2::bigint[]) id), '{}')`
