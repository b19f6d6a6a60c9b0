import type { Tx } from '../database.ts'
import type { IdRanges } from './id-ranges.ts'
import { readListOrder } from './list-order.ts'

/** Whether an order can be read: it is ready, or it is the one of the unsorted list, which is never lost. */
export async function orderExists(tx: Tx, websetId: string, orderId: string): Promise<boolean> {
  if (readListOrder(websetId, orderId)) return true
  const found = await tx.query(`select from view_orders where webset_id = $1 and id = $2 and state = 'ready'`, [
    websetId,
    orderId,
  ])
  return found.length > 0
}

/**
 * All rows of an order but some, as ranges of ids. Rows that went into the trash since are among them. Null: the order
 * is lost.
 */
export async function rangesOfOrder(
  tx: Tx,
  websetId: string,
  orderId: string,
  except: readonly number[],
): Promise<IdRanges | null> {
  if (!(await orderExists(tx, websetId, orderId))) return null
  const list = readListOrder(websetId, orderId)
  const all = list
    ? `int8multirange(int8range(1, $1::bigint + 1))`
    : `(
         select coalesce(range_agg(int8range(id, id, '[]')), '{}')
         from view_order_chunks, unnest(row_ids) id
         where order_id = $1
       )`
  const [found] = await tx.query<{ ranges: IdRanges }>(
    `select (
       ${all} - coalesce((select range_agg(int8range(id, id, '[]')) from unnest($2::bigint[]) id), '{}')
     )::text as ranges`,
    [list ? list.lastRowId : orderId, except],
  )
  return found!.ranges
}

/** All ids of an order in their places, a thousand at a time. Ask `orderExists` first: a lost order has none. */
export async function* eachChunk(tx: Tx, websetId: string, orderId: string): AsyncGenerator<number[]> {
  const list = readListOrder(websetId, orderId)
  for (let [chunk, after] = [0, 0]; ; chunk++) {
    const [found] = list
      ? await tx.query<{ ids: number[] }>(
          `select coalesce(array_agg(id), '{}') as ids
           from (
             select id
             from rows
             where webset_id = $1 and id > $2 and id <= $3 and deleted_at is null
             order by id
             limit 1000
           ) next`,
          [websetId, after, list.lastRowId],
        )
      : await tx.query<{ ids: number[] }>(
          'select row_ids as ids from view_order_chunks where order_id = $1 and chunk = $2',
          [orderId, chunk],
        )
    if (!found?.ids.length) return
    yield found.ids
    after = found.ids.at(-1)!
  }
}
