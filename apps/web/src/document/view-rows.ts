import type { CellUpdate, Row } from '@enrichify/contracts'
import { Listeners } from '../ui/listeners.ts'
import { PageRequests } from './page-requests.ts'
import type { PendingCells } from './pending-cells.ts'
import { pagesOn, readOrder, readRange, type LoadRows, type ReadOrder, type RowWindow } from './read-order.ts'
import type { RowCache } from './row-cache.ts'
import { RowOrder } from './row-order.ts'
import { idsBetween, rowsBetween, type Stretchable } from './rows-between.ts'
import type { Other, RowsChange, RowsStatus } from './rows-change.ts'
import { schedule, type Schedule } from './schedule.ts'

export interface ViewRowsOptions {
  load: LoadRows
  cache: RowCache
  pending: PendingCells
  schedule?: Schedule
}

const SCROLL_MS = 40
/** How long the rows rest before they move again under a reader while others edit. */
const REST_MS = 500
const BUILDING_MS = 400

/**
 * The rows of one view (filter, sort, search). Places belong to an order that the server has cut; as long as the order
 * is held, no row moves, whatever happens to the sheet. It knows no grid.
 */
export class ViewRows {
  readonly #cache: RowCache
  readonly #pending: PendingCells
  readonly #load: LoadRows
  readonly #schedule: Schedule
  readonly #requests: PageRequests
  readonly #changed = new Listeners<[RowsChange]>()
  readonly #moved = new Listeners()
  readonly #stretch: Stretchable = {
    idAt: (place) => this.idAt(place),
    isGone: (rowId) => this.isGone(rowId),
    row: (rowId) => this.row(rowId),
    over: (row) => this.#pending.over(row),
    // Someone waits for all of it, so it is not aborted by scrolling.
    read: (first, last) =>
      this.#order
        ? readRange(this.#load, this.#order, [first, last], new AbortController().signal)
        : Promise.reject(new Error('The rows are not here yet.')),
  }
  #order: RowOrder | null = null
  /** Cells that changed while something was being read: they are newer than what arrives. */
  #changes: { update: CellUpdate; version: number }[] = []
  #status: RowsStatus = { total: null, error: null, loading: false, building: null }
  #visible: readonly [number, number] = [0, 0]
  #holds = 0
  #isOutdated = true
  #renewing: AbortController | null = null
  #renewedAt = -Infinity
  #isClosed = false
  /** The server has forgotten the order, so there is nothing left to hold. */
  #isLost = false
  #stopScroll: (() => void) | null = null
  #stopRenew: (() => void) | null = null

  constructor(options: ViewRowsOptions) {
    this.#cache = options.cache
    this.#pending = options.pending
    this.#load = options.load
    this.#schedule = options.schedule ?? schedule
    this.#requests = new PageRequests(options.load, {
      arrived: (order, page, window) => this.#arrived(order, page, window),
      failed: (error) => this.#move({ error }),
      ended: (again) => {
        this.#settle()
        if (again) this.#fetchSoon()
      },
    })
  }

  status = (): RowsStatus => this.#status
  get orderId(): string | null {
    return this.#order?.id ?? null
  }
  idAt = (place: number): number | undefined => this.#order?.idAt(place)
  placeOf = (rowId: number): number | undefined => this.#order?.placeOf(rowId)
  isGone = (rowId: number): boolean => this.#order?.gone.has(rowId) === true
  row = (rowId: number): Row | undefined => {
    const row = this.#cache.get(rowId)
    return row && this.#pending.over(row)
  }
  rowAt = (place: number): Row | undefined => {
    const id = this.idAt(place)
    return id === undefined ? undefined : this.row(id)
  }

  subscribe = this.#changed.subscribe
  subscribeStatus = this.#moved.subscribe

  /** The view shows these places now. Nothing is fetched while it is still scrolling. */
  show = (first: number, last: number): void => {
    this.#visible = [Math.max(0, first), Math.max(first, last)]
    this.#fetchSoon()
  }

  /** Keeps every row at its place until the returned function is called. */
  hold = (): (() => void) => {
    this.#holds++
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      this.#holds--
      if (this.#isOutdated) this.#renewSoon()
    }
  }

  idsBetween = (first: number, last: number): Promise<number[]> => idsBetween(this.#stretch, first, last)
  rowsBetween = (first: number, last: number): Promise<Row[]> => rowsBetween(this.#stretch, first, last)

  /** Cells changed at `version`. */
  patch(updates: readonly CellUpdate[], version: number, other: Other | null): void {
    if (this.#requests.isBusy || this.#renewing) this.#changes.push(...updates.map((update) => ({ update, version })))
    this.repaint(this.#cache.patch(updates, version), other)
  }

  /** These cells look different, whatever the reason. */
  repaint(cells: readonly { rowId: number; columnId: string }[], other: Other | null = null): void {
    const shown = cells.flatMap(({ rowId, columnId }) => {
      const index = this.placeOf(rowId)
      return index === undefined ? [] : [{ rowId, columnId, index }]
    })
    if (shown.length > 0) this.#changed.tell({ kind: 'cells', cells: shown, other })
  }

  repaintAll = (): void => this.#changed.tell({ kind: 'all' })

  /** A row that this page has added: it comes last until the order is made anew. Returns its place. */
  append(row: Row, version: number): number | undefined {
    this.#cache.put([row], version)
    this.#order?.append(row.id)
    this.#move({ total: this.#order?.total ?? null })
    this.repaintAll()
    return this.placeOf(row.id)
  }

  /** These rows are gone. As long as the order is held their places stay and say so. */
  remove(rowIds: readonly number[]): void {
    if (this.#order?.remove(rowIds)) this.repaintAll()
  }

  bringBack(rowIds: readonly number[]): void {
    if (!this.#order?.bringBack(rowIds)) return
    this.repaintAll()
    this.#fetchSoon()
  }

  /** Cells changed that no event names: the places stay, and what is on the screen is read again. */
  reread(): void {
    this.#requests.renew()
    this.#fetchSoon()
  }

  /** Rows came, went or moved: the order is made anew as soon as nothing holds it. */
  renew(): void {
    this.#isOutdated = true
    this.#renewSoon()
  }

  retry(): void {
    this.#requests.retry()
    this.#move({ error: null })
    if (this.#order) this.#fetchSoon()
    else this.renew()
  }

  open(): void {
    this.#isClosed = false
    if (this.#order) this.#fetchSoon()
    else void this.#renew()
  }

  close(): void {
    this.#isClosed = true
    this.#stopScroll?.()
    this.#stopRenew?.()
    this.#stopRenew = null
    this.#renewing?.abort()
    this.#renewing = null
    this.#requests.stop()
  }

  #fetchSoon(): void {
    this.#stopScroll?.()
    if (!this.#isClosed && this.#order) this.#stopScroll = this.#schedule(() => this.#fetchVisible(), SCROLL_MS)
  }

  #fetchVisible(): void {
    const order = this.#order
    if (!order || order.total === 0) return
    this.#requests.fetch(order, pagesOn(this.#visible, order.total), (page) => !this.#isHere(order, page))
    this.#move({ loading: this.#requests.isBusy })
  }

  #isHere(order: RowOrder, page: number): boolean {
    const ids = order.idsOf(page)
    return (
      ids !== undefined &&
      this.#requests.isFresh(page) &&
      ids.every((id) => order.gone.has(id) || this.#cache.get(id) !== undefined)
    )
  }

  #arrived(order: RowOrder, page: number, window: RowWindow): void {
    if (this.#order !== order) return
    if (window.order.id !== order.id) {
      this.#isLost = true
      return void this.#renew()
    }
    this.#take(order, page, window)
    this.#move({ error: null })
    this.#changed.tell({ kind: 'rows', first: page * RowOrder.pageSize, last: (page + 1) * RowOrder.pageSize - 1 })
    if (!window.order.isCurrent) this.renew()
  }

  #take(order: RowOrder, page: number, window: RowWindow): void {
    this.#cache.put(window.rows, window.version)
    for (const { update, version } of this.#changes) this.#cache.patch([update], version)
    order.put(page, window.ids, new Set(window.rows.map(({ id }) => id)))
  }

  #renewSoon(): void {
    if (this.#isClosed || this.#stopRenew || (this.#holds > 0 && this.#order)) return
    const rested = performance.now() - this.#renewedAt
    this.#stopRenew = this.#schedule(
      () => {
        this.#stopRenew = null
        if (this.#holds === 0 || !this.#order) void this.#renew()
      },
      Math.max(0, REST_MS - rested),
    )
  }

  /** Reads what is on the screen in the order of now, and shows it in one step. */
  async #renew(): Promise<void> {
    if (this.#isClosed || this.#renewing) return
    const abort = new AbortController()
    this.#renewing = abort
    this.#isOutdated = false
    this.#move({ loading: true })
    try {
      const read = await readOrder(this.#load, this.#visible, abort.signal)
      if (!abort.signal.aborted) this.#show(read)
    } catch (error) {
      if (!abort.signal.aborted) this.#move({ error })
    } finally {
      if (this.#renewing === abort) {
        this.#renewing = null
        this.#settle()
        this.#fetchSoon()
        if (this.#isOutdated) this.#renewSoon()
      }
    }
  }

  #show(read: ReadOrder): void {
    this.#renewedAt = performance.now()
    // Someone has begun to edit meanwhile: the rows stay where they are until that is over.
    if (this.#holds > 0 && this.#order && !this.#isLost) {
      this.#isOutdated = true
      return
    }
    const order = new RowOrder(read.id, read.total)
    this.#order = order
    this.#isLost = false
    this.#requests.renew()
    for (const { page, window } of read.pages) this.#take(order, page, window)
    this.#requests.came(read.pages.map(({ page }) => page))
    this.#move({ total: order.total, error: null, building: read.building ?? null })
    this.#changed.tell({ kind: 'all' })
    if (!read.building) return
    this.#stopRenew ??= this.#schedule(() => {
      this.#stopRenew = null
      void this.#renew()
    }, BUILDING_MS)
  }

  #settle(): void {
    if (!this.#requests.isBusy && !this.#renewing) {
      this.#changes = []
      this.#move({ loading: false })
    }
    const order = this.#order
    if (order)
      this.#cache.evict(new Set(pagesOn(this.#visible, order.total).flatMap((page) => order.idsOf(page) ?? [])))
  }

  #move(next: Partial<RowsStatus>): void {
    this.#status = { ...this.#status, ...next }
    this.#moved.tell()
  }
}
