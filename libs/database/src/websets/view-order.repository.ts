import type { ColumnKind } from '@enrichify/domain'
import type { Tx } from '../database.ts'
import { CHUNK, findPlaces, storeAtOnce, storeInSteps, storePlaces } from './build-order.ts'
import { listOrderId } from './list-order.ts'

/** An order that was made or is being made. */
export interface ViewOrder {
  id: string
  /** The version of the webset when it began to be made. */
  version: number
  checkedVersion: number
  isOutdated: boolean
  state: 'building' | 'ready'
  /** While it is being made: rows looked at. */
  done: number
  /** While it is being made: rows to look at. Then: how many rows it has. */
  total: number
  /** It was not read for half a minute. */
  isResting: boolean
}

export interface WebsetMoment {
  version: number
  rowsVersion: number
  staleVersion: number
  rows: number
  lastRowId: number
  /** The types of the columns, in their order. */
  kinds: ReadonlyMap<string, ColumnKind>
}

/** What decides which rows an order has, and where. */
export interface OrderBasis {
  /** Cells of these columns. Null: all cells. */
  columns: readonly string[] | null
  /** Whether cells are stale. The history does not tell when they became so. */
  stale: boolean
}

/** What a workspace may keep. The ids of 20 million rows take about 120 MB. */
export const MOST_ORDERS = 50
export const MOST_ORDERED_IDS = 20_000_000
/** Of the same query. Where cells change all the time, its orders would drive out all others. */
const MOST_ALIKE = 5
/** Changes that a check reads at most. An order with more unread changes counts as outdated. */
const MOST_CHANGES = 20_000
const FEW_CHANGES = 500

const FIELDS = `id, version, checked_version as "checkedVersion", is_outdated as "isOutdated", state, done, total,
  last_used_at < now() - interval '30 seconds' as "isResting"`

/**
 * Orders of views: the ids of all rows of a view, in chunks. They are made once for all readers of a workspace and are
 * held still, so that places stay what they are while rows change. They can be lost at any time: a crash empties the
 * tables, and orders that are read least are removed.
 */
export class ViewOrderRepository {
  readonly findPlaces = findPlaces
  readonly storePlaces = storePlaces
  readonly storeAtOnce = storeAtOnce
  readonly storeInSteps = storeInSteps
  readonly listOrderId = listOrderId

  /** Where the webset is now. Null: there is none, or it is in the trash. */
  async moment(tx: Tx, websetId: string): Promise<WebsetMoment | null> {
    // Each window asks for all of it, in one statement.
    const [found] = await tx.prepared<Omit<WebsetMoment, 'kinds'> & { kinds: Record<string, ColumnKind> | null }>(
      `select version, rows_version as "rowsVersion", stale_version as "staleVersion", row_count as rows,
         next_row_id - 1 as "lastRowId", (
           select json_object_agg(c.id, c.kind order by c.position, c.id)
           from columns c
           where c.webset_id = w.id and c.deleted_at is null
         ) as kinds
       from websets w
       where id = $1 and deleted_at is null`,
      [websetId],
    )
    return found ? { ...found, kinds: new Map(Object.entries(found.kinds ?? {})) } : null
  }

  /** Null: it is lost, or it is the order of another query. */
  async find(tx: Tx, websetId: string, orderId: string, queryHash: string): Promise<ViewOrder | null> {
    const [found] = await tx.prepared<ViewOrder>(
      `select ${FIELDS} from view_orders where webset_id = $1 and id = $2 and query_hash = $3`,
      [websetId, orderId, queryHash],
    )
    return found ?? null
  }

  /** The newest order of a query that is ready, and the one that is being made. */
  async latest(
    tx: Tx,
    websetId: string,
    queryHash: string,
  ): Promise<{ ready: ViewOrder | null; building: ViewOrder | null }> {
    const found = await tx.prepared<ViewOrder>(
      `select distinct on (state) ${FIELDS}
       from view_orders
       where webset_id = $1 and query_hash = $2
       order by state, version desc, created_at desc`,
      [websetId, queryHash],
    )
    return {
      ready: found.find(({ state }) => state === 'ready') ?? null,
      building: found.find(({ state }) => state === 'building') ?? null,
    }
  }

  /** Makes all others wait who are about to make an order of this query, until the transaction ends. */
  async reserve(tx: Tx, websetId: string, queryHash: string): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${websetId}:${queryHash}`])
  }

  async begin(
    tx: Tx,
    websetId: string,
    order: { queryHash: string; version: number; total: number },
  ): Promise<ViewOrder> {
    const [made] = await tx.query<ViewOrder>(
      `insert into view_orders (workspace_id, webset_id, query_hash, version, checked_version, total)
       values ($1, $2, $3, $4, $4, $5)
       returning ${FIELDS}`,
      [tx.workspaceId, websetId, order.queryHash, order.version, order.total],
    )
    return made!
  }

  /**
   * Takes an order to make it, until the transaction ends. `busy`: another process makes it. `over`: it is ready or
   * gone.
   */
  async claim(tx: Tx, orderId: string): Promise<'mine' | 'busy' | 'over'> {
    const [taken] = await tx.query<{ mine: boolean }>(
      'select pg_try_advisory_xact_lock(hashtextextended($1, 1)) as mine',
      [orderId],
    )
    const open = await tx.query(`select from view_orders where id = $1 and state = 'building'`, [orderId])
    return open.length === 0 ? 'over' : taken?.mine ? 'mine' : 'busy'
  }

  async setDone(tx: Tx, orderId: string, done: number): Promise<void> {
    await tx.query('update view_orders set done = $2, last_used_at = now() where id = $1 and state = $3', [
      orderId,
      done,
      'building',
    ])
  }

  async finish(tx: Tx, orderId: string, total: number): Promise<void> {
    await tx.query(
      `update view_orders
       set state = 'ready', done = $2, total = $2, last_used_at = now()
       where id = $1`,
      [orderId, total],
    )
    await this.evict(tx)
  }

  async remove(tx: Tx, orderId: string): Promise<void> {
    await tx.query('delete from view_orders where id = $1', [orderId])
  }

  async touch(tx: Tx, orderId: string): Promise<void> {
    await tx.query('update view_orders set last_used_at = now() where id = $1', [orderId])
  }

  /** The ids of a window, by place, also of rows that are gone. Null: chunks are missing, and the order is lost. */
  async places(tx: Tx, order: ViewOrder, offset: number, limit: number): Promise<number[] | null> {
    const end = Math.min(offset + limit, order.total)
    if (offset >= end) return []
    const found = await tx.prepared<{ ids: number[] }>(
      `select row_ids[greatest($2 - chunk * ${CHUNK}, 0) + 1 : $3 - chunk * ${CHUNK}] as ids
       from view_order_chunks
       where order_id = $1 and chunk between $2 / ${CHUNK} and ($3 - 1) / ${CHUNK}
       order by chunk`,
      [order.id, offset, end],
    )
    const ids = found.flatMap((chunk) => chunk.ids)
    return ids.length === end - offset ? ids : null
  }

  /** In an order that follows the list: how many of its rows have an id up to this one. */
  async placeAfter(tx: Tx, order: ViewOrder, rowId: number): Promise<number> {
    const [found] = await tx.query<{ place: number }>(
      `select chunk * ${CHUNK} + (select count(*) from unnest(row_ids) id where id <= $2) as place
       from view_order_chunks
       where order_id = $1 and row_ids[1] <= $2
       order by chunk desc
       limit 1`,
      [order.id, rowId],
    )
    return found?.place ?? 0
  }

  /**
   * Whether nothing has changed that the order depends on. What is found out is noted, so that the next check reads
   * newer changes only.
   */
  async isCurrent(
    tx: Tx,
    websetId: string,
    order: ViewOrder,
    webset: Pick<WebsetMoment, 'version' | 'rowsVersion' | 'staleVersion'>,
    basis: OrderBasis,
  ): Promise<boolean> {
    if (order.isOutdated) return false
    if (webset.version <= order.checkedVersion) return true
    const isSame = Math.max(webset.rowsVersion, basis.stale ? webset.staleVersion : 0) <= order.version
    const [found] = isSame
      ? await tx.query<{ seen: number; touched: boolean }>(
          `select count(*) as seen, coalesce(bool_or($3::text[] is null or c.column_id = any ($3)), false) as touched
           from (
             select column_id
             from changes
             where webset_id = $1 and version > $2
             order by version
             limit ${MOST_CHANGES}
           ) c`,
          [websetId, order.checkedVersion, basis.columns],
        )
      : []
    const isCurrent = found !== undefined && !found.touched && found.seen < MOST_CHANGES
    // Not for a few changes: readers of the same order would wait for each other.
    if (!isCurrent || found.seen > FEW_CHANGES)
      await tx.query(
        'update view_orders set checked_version = greatest(checked_version, $2), is_outdated = $3 where id = $1',
        [order.id, isCurrent ? webset.version : order.checkedVersion, !isCurrent],
      )
    return isCurrent
  }

  /** Removes the orders that were read longest ago, until the rest fits. Those that are being made stay. */
  async evict(tx: Tx, most: { orders: number; ids: number } = { orders: MOST_ORDERS, ids: MOST_ORDERED_IDS }) {
    await tx.query(
      `with ranked as (
         select id, state, last_used_at, row_number() over latest as place, sum(total) over latest as ids,
           row_number() over (partition by webset_id, query_hash order by last_used_at desc, id) as place_of_query
         from view_orders
         where state = 'ready' or last_used_at < now() - interval '1 minute'
         window latest as (order by last_used_at desc, id)
       ),
       removed as materialized (
         select id
         from view_orders
         where id in (
           select id
           from ranked
           where place > 1
             and (
               place > $1 or ids > $2 or place_of_query > ${MOST_ALIKE} or state = 'building'
               or last_used_at < now() - interval '1 day'
             )
         )
         for update skip locked
       )
       delete from view_orders o
       using removed r
       where o.id = r.id`,
      [most.orders, most.ids],
    )
  }
}
