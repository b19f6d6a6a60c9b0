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
import type { Logger } from '@enrichify/platform'
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import { LOGGER } from '../core/tokens.ts'
import type { RowCursor, View } from './row-query.ts'

/** Up to this many rows an order is made at once, in the request that asks for it: it takes a fifth of a second. */
const AT_ONCE = 50_000
/** A window that ends above this place can be found without the order, in about the time of a scan. */
const SHALLOW = 5000
const PATIENCE_MS = 20_000
const LOOK_EVERY_MS = 200

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
export class ViewOrdersService implements OnModuleDestroy {
  /** Orders that this process makes, one after the other. */
  readonly #making = new Map<string, Promise<void>>()
  /** The first places of those orders. */
  readonly #first = new Map<string, { ids: number[]; total: number }>()
  #last: Promise<void> = Promise.resolve()
  #isTelling = false
  #isClosing = false

  constructor(
    private readonly database: Database,
    private readonly rows: RowRepository,
    private readonly orders: ViewOrderRepository,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  moment(tx: Tx, websetId: string): Promise<WebsetMoment | null> {
    return this.orders.moment(tx, websetId)
  }

  /** Null: the order must be made first and is large. Then `placesOfLarge`, outside the transaction. */
  async places(tx: Tx, asked: PlacesAsked): Promise<Places | null> {
    const { websetId, view } = asked
    const held = asked.order ? await this.orders.find(tx, websetId, asked.order) : null
    const places = held?.state === 'ready' ? await this.#fromOrder(tx, asked, held) : null
    if (places) return places
    if (view.isList) return this.#listed(tx, asked)
    return (await this.#fromCurrent(tx, asked)) ?? (asked.webset.rows <= AT_ONCE ? this.#atOnce(tx, asked) : null)
  }

  /** Starts to make the order of a large view, and finds the window without it or waits for it. */
  async placesOfLarge(scope: Scope, asked: PlacesAsked): Promise<Places> {
    const isDeep = (asked.offset ?? 0) + asked.limit > SHALLOW
    const until = Date.now() + PATIENCE_MS
    for (;;) {
      const order = await this.database.inScope(scope, (tx) => this.#begin(tx, asked))
      const patience = delay(until - Date.now(), undefined, { ref: false })
      if (order.state === 'building' && isDeep) await Promise.race([this.#make(scope, asked, order.id), patience])
      const places = await this.database.inScope(scope, async (tx) => {
        const now = await this.orders.find(tx, asked.websetId, order.id)
        const isMine = order.id === asked.order || order.version >= asked.webset.version || Date.now() >= until
        if (now?.state === 'ready') return this.#fromOrder(tx, asked, now, isMine ? undefined : 'current')
        return isDeep && Date.now() < until ? null : this.#withoutOrder(tx, asked, now ?? order)
      })
      // After the window was found: both read all rows, and the window is what a person waits for.
      if (places?.building) void this.#make(scope, asked, order.id)
      if (places) return places
    }
  }

  /** Waits until all orders that were begun here are made. */
  async idle(): Promise<void> {
    await Promise.all(this.#making.values())
  }

  async onModuleDestroy(): Promise<void> {
    this.#isClosing = true
    await this.idle()
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
    const isPlaceOfIt = asked.order === order.id || asked.after === undefined || view.query.sort !== null
    const offset =
      asked.offset !== undefined && isPlaceOfIt
        ? asked.offset
        : asked.after === undefined
          ? 0
          : await this.orders.placeAfter(tx, order, asked.after)
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
    return this.orders.isCurrent(tx, websetId, order, webset, view.columns)
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
    const held = asked.order ? await this.orders.find(tx, websetId, asked.order) : null
    if (held) return held
    await this.orders.reserve(tx, websetId, view.hash)
    const { ready, building } = await this.orders.latest(tx, websetId, view.hash)
    if (ready && (await this.#isCurrent(tx, asked, ready))) return ready
    const { version, lastRowId } = webset
    return building ?? this.orders.begin(tx, websetId, { queryHash: view.hash, version, total: lastRowId })
  }

  async #withoutOrder(tx: Tx, asked: PlacesAsked, order: ViewOrder): Promise<Places> {
    const { websetId, view, limit } = asked
    const isCurrent = await this.#isCurrent(tx, asked, order)
    const isByRow = asked.after !== undefined && asked.order !== order.id && view.query.sort === null
    const first = await this.#firstPlaces(tx, asked, order)
    const offset = isByRow ? first.ids.filter((id) => id <= asked.after!).length : (asked.offset ?? 0)
    const isFound = offset + limit <= first.ids.length || first.ids.length === first.total
    const { ids, total } = isFound
      ? { ids: first.ids.slice(offset, offset + limit), total: first.total }
      : await this.orders.findPlaces(tx, sourceOf(asked), isByRow ? { after: asked.after! } : { offset }, limit)
    return {
      ids,
      rows: await this.#inPlaces(tx, websetId, ids),
      total,
      order: { id: order.id, version: order.version, isCurrent },
      building: { done: order.done, total: order.total },
      next: isByRow ? byRowOf(ids, limit) : nextOf(order.id, view, offset, ids, total),
    }
  }

  /** What is read while the order is made, mostly. Found once, so that these places are held still too. */
  async #firstPlaces(tx: Tx, asked: PlacesAsked, order: ViewOrder): Promise<{ ids: number[]; total: number }> {
    const known = this.#first.get(order.id)
    if (known) return known
    const found = await this.orders.findPlaces(tx, sourceOf(asked), { offset: 0 }, SHALLOW)
    this.#first.set(order.id, found)
    return found
  }

  async #inPlaces(tx: Tx, websetId: string, ids: readonly number[]): Promise<StoredRow[]> {
    const rows = new Map((await this.rows.byIds(tx, websetId, ids)).map((row) => [row.id, row]))
    return ids.flatMap((id) => rows.get(id) ?? [])
  }

  /** Makes an order that was begun. One at a time: each reads all rows of a large webset. Never fails. */
  #make(scope: Scope, asked: PlacesAsked, orderId: string): Promise<void> {
    const known = this.#making.get(orderId)
    if (known) return known
    const made = this.#last
      .then(() => this.#fill(scope, asked, orderId))
      .catch(async (error: unknown) => {
        if (!this.#isClosing) this.log.warn({ error, orderId }, 'The order of a view could not be made.')
        // The next reader who wants it begins anew.
        await this.database.inScope(scope, (tx) => this.orders.remove(tx, orderId)).catch(() => {})
      })
      .finally(() => {
        this.#making.delete(orderId)
        this.#first.delete(orderId)
      })
    this.#making.set(orderId, made)
    this.#last = made
    return made
  }

  async #fill(scope: Scope, asked: PlacesAsked, orderId: string): Promise<void> {
    for (;;) {
      const claim = await this.database.inScope(scope, async (tx) => {
        this.#checkOpen()
        const claimed = await this.orders.claim(tx, orderId)
        if (claimed !== 'mine') return claimed
        const { lastRowId } = (await this.orders.moment(tx, asked.websetId)) ?? asked.webset
        const total = await this.orders.storeInSteps(tx, orderId, sourceOf(asked), lastRowId, async (done) => {
          this.#checkOpen()
          this.#tell(scope, orderId, done)
        })
        await this.orders.finish(tx, orderId, total)
        return claimed
      })
      if (claim !== 'busy') return
      await delay(LOOK_EVERY_MS)
    }
  }

  /** Others see how far it is. Not awaited: when all connections are taken, the order must not wait for one. */
  #tell(scope: Scope, orderId: string, done: number): void {
    if (this.#isTelling) return
    this.#isTelling = true
    void this.database
      .inScope(scope, (tx) => this.orders.setDone(tx, orderId, done))
      .catch(() => {})
      .finally(() => (this.#isTelling = false))
  }

  #checkOpen(): void {
    if (this.#isClosing) throw new Error('This process is closing.')
  }
}

const sourceOf = ({ websetId, view, kinds }: PlacesAsked): OrderSource => ({ websetId, query: view.query, kinds })

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
