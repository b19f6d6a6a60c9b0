import { setTimeout as delay } from 'node:timers/promises'
import {
  Database,
  RowRepository,
  ViewOrderRepository,
  type OrderSource,
  type StoredRow,
  type Tx,
  type ViewOrder,
  type WebsetMoment,
} from '@enrichify/database'
import type { Scope } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { OrderMaker, SHALLOW, type FoundPlaces } from './order-maker.ts'
import type { RowCursor, View } from './row-query.ts'

/** Up to this many rows an order is made at once, in the request that asks for it: it takes a fifth of a second. */
const AT_ONCE = 50_000
const PATIENCE_MS = 20_000

/** A window of a view, by place. */
export interface Places {
  /** Also of rows that are gone since the order was made. */
  ids: number[]
  rows: StoredRow[]
  total: number
  order: { id: string; version: number; isCurrent: boolean }
  building?: { done: number; total: number }
  next: RowCursor | null
}

export interface PlacesAsked extends RowCursor {
  websetId: string
  /** Read before anything else. An order is current if nothing has changed until then. */
  webset: WebsetMoment
  view: View
  kinds: OrderSource['kinds']
  limit: number
}

/** Finds windows of views: from a range of ids, from an order, or in one pass while a large order is being made. */
@Injectable()
export class ViewOrdersService {
  constructor(
    private readonly database: Database,
    private readonly rows: RowRepository,
    private readonly orders: ViewOrderRepository,
    private readonly maker: OrderMaker,
  ) {}

  moment(tx: Tx, websetId: string): Promise<WebsetMoment | null> {
    return this.orders.moment(tx, websetId)
  }

  /** Null: the order must be made first and is large. Then `placesOfLarge`, outside the transaction. */
  async places(tx: Tx, asked: PlacesAsked): Promise<Places | null> {
    const { websetId, view } = asked
    const held = asked.order ? await this.orders.find(tx, websetId, asked.order, view.hash) : null
    const places = held?.state === 'ready' ? await this.#fromOrder(tx, asked, held) : null
    if (places) return places
    if (view.isList) return this.#listed(tx, asked)
    return (await this.#fromCurrent(tx, asked)) ?? (asked.webset.lastRowId <= AT_ONCE ? this.#atOnce(tx, asked) : null)
  }

  /**
   * Starts to make the order of a large view, and finds the window without it or waits for it. Ends with the signal’s
   * reason when that comes first.
   */
  async placesOfLarge(scope: Scope, asked: PlacesAsked, signal: AbortSignal): Promise<Places> {
    const { websetId, view } = asked
    const source = sourceOf(asked)
    const until = Date.now() + PATIENCE_MS
    for (;;) {
      signal.throwIfAborted()
      const order = await this.database.inScope(scope, (tx) => this.#begin(tx, asked))
      const isDeep = isByRow(asked, order.id) || (asked.offset ?? 0) + asked.limit > SHALLOW
      if (order.state === 'building' && isDeep)
        await Promise.race([
          this.maker.made(scope, source, order.id, signal),
          delay(until - Date.now(), undefined, { ref: false }),
        ])
      const isPatient = Date.now() < until
      const isMine = order.id === asked.order || order.version >= asked.webset.version || !isPatient
      const [now, made] = await this.database.inScope(scope, async (tx) => {
        const found = await this.orders.find(tx, websetId, order.id, view.hash)
        const isReady = found?.state === 'ready'
        return [found, isReady ? await this.#fromOrder(tx, asked, found, isMine ? undefined : 'current') : null]
      })
      if (made) return made
      if (now?.state !== 'building' || (isDeep && isPatient)) continue
      const found = isDeep
        ? await this.maker.pass(scope, source, passAt(asked, now.id), asked.limit, signal)
        : firstOf(await this.maker.first(scope, source, now.id, signal), asked)
      // Only now: both read all rows, and the window is what a person waits for.
      this.maker.goOn(scope, source, now.id)
      return this.database.inScope(scope, (tx) => this.#beforeOrder(tx, asked, now, found))
    }
  }

  /** In the order of the list, rows are a range of ids, and nothing has to be made or kept. */
  async #listed(tx: Tx, { websetId, offset = 0, after, limit }: PlacesAsked): Promise<Places> {
    const moment = await this.rows.listMoment(tx, websetId)
    const rows =
      after === undefined
        ? await this.rows.listed(tx, websetId, moment, offset, limit)
        : await this.rows.page(tx, websetId, { filter: [], search: null }, new Map(), after, limit)
    const ids = rows.map(({ id }) => id)
    return {
      ids,
      rows,
      total: moment.rows,
      order: { id: this.orders.listOrderId(websetId, moment), version: moment.version, isCurrent: true },
      next: byRowOf(ids, limit),
    }
  }

  /** Null: the order is lost, or it is outdated and only a current one will do. */
  async #fromOrder(tx: Tx, asked: PlacesAsked, order: ViewOrder, wanted?: 'current'): Promise<Places | null> {
    const { websetId, limit, view } = asked
    const isCurrent = await this.#isCurrent(tx, asked, order)
    if (wanted === 'current' && !isCurrent) return null
    const offset = isByRow(asked, order.id)
      ? await this.orders.placeAfter(tx, order, asked.after!)
      : (asked.offset ?? 0)
    const ids = await this.orders.places(tx, order, offset, limit)
    if (ids === null) {
      await this.orders.remove(tx, order.id)
      return null
    }
    if (order.isResting) await this.orders.touch(tx, order.id)
    return {
      ids,
      rows: await this.#inPlaces(tx, websetId, ids),
      total: order.total,
      order: { id: order.id, version: order.version, isCurrent },
      next: nextOf(order.id, view, offset, ids, order.total),
    }
  }

  /** From the newest order of this query, if nothing that it depends on has changed before this was asked. */
  async #fromCurrent(tx: Tx, asked: PlacesAsked): Promise<Places | null> {
    const { ready } = await this.orders.latest(tx, asked.websetId, asked.view.hash)
    return ready && this.#fromOrder(tx, asked, ready, 'current')
  }

  #isCurrent(tx: Tx, { websetId, webset, view }: PlacesAsked, order: ViewOrder): Promise<boolean> {
    return this.orders.isCurrent(tx, websetId, order, webset, view.basis)
  }

  async #atOnce(tx: Tx, asked: PlacesAsked): Promise<Places> {
    const { websetId, webset, view } = asked
    await this.orders.reserve(tx, websetId, view.hash)
    const found = await this.#fromCurrent(tx, asked)
    if (found) return found
    const { version, rows } = webset
    const begun = await this.orders.begin(tx, websetId, { queryHash: view.hash, version, total: rows })
    const total = await this.orders.storeAtOnce(tx, begun.id, sourceOf(asked))
    await this.orders.finish(tx, begun.id, total)
    return (await this.#fromOrder(tx, asked, { ...begun, state: 'ready', total }))!
  }

  /** The order that this query gets: the held one, one that is ready, one that is being made, or a new one. */
  async #begin(tx: Tx, asked: PlacesAsked): Promise<ViewOrder> {
    const { websetId, webset, view } = asked
    const held = asked.order ? await this.orders.find(tx, websetId, asked.order, view.hash) : null
    if (held) return held
    await this.orders.reserve(tx, websetId, view.hash)
    const { ready, building } = await this.orders.latest(tx, websetId, view.hash)
    if (ready && (await this.#isCurrent(tx, asked, ready))) return ready
    const { version, lastRowId } = webset
    return building ?? this.orders.begin(tx, websetId, { queryHash: view.hash, version, total: lastRowId })
  }

  async #beforeOrder(tx: Tx, asked: PlacesAsked, order: ViewOrder, { ids, total }: FoundPlaces): Promise<Places> {
    const { websetId, view, limit, offset = 0 } = asked
    if (order.isResting) await this.orders.touch(tx, order.id)
    return {
      ids,
      rows: await this.#inPlaces(tx, websetId, ids),
      total,
      order: { id: order.id, version: order.version, isCurrent: await this.#isCurrent(tx, asked, order) },
      building: { done: order.done, total: order.total },
      next: isByRow(asked, order.id) ? byRowOf(ids, limit) : nextOf(order.id, view, offset, ids, total),
    }
  }

  async #inPlaces(tx: Tx, websetId: string, ids: readonly number[]): Promise<StoredRow[]> {
    const rows = new Map((await this.rows.byIds(tx, websetId, ids)).map((row) => [row.id, row]))
    return ids.flatMap((id) => rows.get(id) ?? [])
  }
}

const sourceOf = ({ websetId, view, kinds }: PlacesAsked): OrderSource => ({ websetId, query: view.query, kinds })

/** The place is not that of this order. In the order of the list, the last row leads on. */
function isByRow({ order, offset, after, view }: PlacesAsked, orderId: string): boolean {
  return after !== undefined && (offset === undefined || (order !== orderId && view.query.sort === null))
}

const passAt = (asked: PlacesAsked, orderId: string) =>
  isByRow(asked, orderId) ? { after: asked.after! } : { offset: asked.offset ?? 0 }

const firstOf = ({ ids, total }: FoundPlaces, { offset = 0, limit }: PlacesAsked): FoundPlaces => ({
  ids: ids.slice(offset, offset + limit),
  total,
})

function nextOf(
  order: string,
  { query }: View,
  offset: number,
  ids: readonly number[],
  total: number,
): RowCursor | null {
  const next = offset + ids.length
  if (ids.length === 0 || next >= total) return null
  return { order, offset: next, ...(query.sort === null && { after: ids.at(-1)! }) }
}

const byRowOf = (ids: readonly number[], limit: number): RowCursor | null =>
  ids.length < limit ? null : { after: ids.at(-1)! }
