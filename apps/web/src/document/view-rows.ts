import type { CellUpdate, Row } from '@enrichify/contracts'
import type { PendingCells } from './pending-cells.ts'
import { pagesOn, readOrder, readRange, type LoadRows, type ReadOrder, type RowWindow } from './read-order.ts'
import type { RowCache } from './row-cache.ts'
import { RowOrder } from './row-order.ts'
import { schedule, type Schedule } from './schedule.ts'

/** Someone else, or a run, whose `by` is null. */
export interface Other {
  by: string | null
}

/** What a view has to repaint. `other`: not this page made the change, so it is highlighted. */
export type RowsChange =
  | { kind: 'all' }
  | { kind: 'rows'; first: number; last: number }
  | { kind: 'cells'; cells: { rowId: number; columnId: string; index: number }[]; other: Other | null }

export interface RowsStatus {
  /** Null until the first answer. */
  total: number | null
  error: unknown
  loading: boolean
  /** The server is still making the order of a large sheet. */
  building: { done: number; total: number } | null
}

export interface ViewRowsOptions {
  load: LoadRows
  cache: RowCache
  pending: PendingCells
  schedule?: Schedule
}

interface Request {
  abort: AbortController
  generation: number
  /** Changes after this number are newer than what the request brings. */
  seen: number
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
  readonly #requests = new Map<number, Request>()
  readonly #listeners = new Set<(change: RowsChange) => void>()
  readonly #statusListeners = new Set<() => void>()
  readonly #failed = new Set<number>()
  /** Pages that were read since the last change that no event names. */
  readonly #fresh = new Set<number>()
  #order: RowOrder | null = null
  /** Cells that changed while requests were under way. */
  #changes: { update: CellUpdate; version: number }[] = []
  #status: RowsStatus = { total: null, error: null, loading: false, building: null }
  #visible: readonly [number, number] = [0, 0]
  #generation = 0
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

  subscribe = (listener: (change: RowsChange) => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  subscribeStatus = (listener: () => void): (() => void) => {
    this.#statusListeners.add(listener)
    return () => this.#statusListeners.delete(listener)
  }

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

  /** All ids from `first` to `last`, both included, in the order on the screen. Throws as `readRange` does. */
  async idsBetween(first: number, last: number): Promise<number[]> {
    const known: number[] = []
    for (let place = first; place <= last; place++) {
      const id = this.idAt(place)
      if (id === undefined) return (await this.#read(first, last)).flatMap(({ ids }) => ids)
      known.push(id)
    }
    return known
  }

  /** All rows from `first` to `last` that still exist, as they are shown. Throws as `readRange` does. */
  async rowsBetween(first: number, last: number): Promise<Row[]> {
    const known: Row[] = []
    for (let place = first; place <= last; place++) {
      const id = this.idAt(place)
      if (id !== undefined && this.isGone(id)) continue
      const row = id === undefined ? undefined : this.row(id)
      if (!row)
        return (await this.#read(first, last)).flatMap(({ rows }) => rows.map((each) => this.#pending.over(each)))
      known.push(row)
    }
    return known
  }

  async #read(first: number, last: number): Promise<RowWindow[]> {
    if (!this.#order) throw new Error('The rows are not here yet.')
    // Nobody waits for a part of it, so it is not aborted by scrolling.
    return readRange(this.#load, this.#order, [first, last], new AbortController().signal)
  }

  /** Cells changed at `version`. */
  patch(updates: readonly CellUpdate[], version: number, other: Other | null): void {
    if (this.#requests.size > 0 || this.#renewing) this.#changes.push(...updates.map((update) => ({ update, version })))
    this.repaint(this.#cache.patch(updates, version), other)
  }

  /** These cells look different, whatever the reason. */
  repaint(cells: readonly { rowId: number; columnId: string }[], other: Other | null = null): void {
    const shown = cells.flatMap(({ rowId, columnId }) => {
      const index = this.placeOf(rowId)
      return index === undefined ? [] : [{ rowId, columnId, index }]
    })
    if (shown.length > 0) this.#emit({ kind: 'cells', cells: shown, other })
  }

  repaintAll(): void {
    this.#emit({ kind: 'all' })
  }

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
    const order = this.#order
    const here = rowIds.filter((id) => order?.placeOf(id) !== undefined)
    for (const id of here) order?.gone.add(id)
    if (here.length > 0) this.#emit({ kind: 'all' })
  }

  /** Cells changed that no event names: the places stay, and what is on the screen is read again. */
  reread(): void {
    this.#generation++
    this.#fresh.clear()
    this.#failed.clear()
    this.#fetchSoon()
  }

  /** Rows came, went or moved: the order is made anew as soon as nothing holds it. */
  renew(): void {
    this.#isOutdated = true
    this.#renewSoon()
  }

  retry(): void {
    this.#failed.clear()
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
    for (const request of this.#requests.values()) request.abort.abort()
  }

  #fetchSoon(): void {
    this.#stopScroll?.()
    if (!this.#isClosed && this.#order) this.#stopScroll = this.#schedule(() => this.#fetchVisible(), SCROLL_MS)
  }

  #fetchVisible(): void {
    const order = this.#order
    if (!order || order.total === 0) return
    const wanted = pagesOn(this.#visible, order.total)
    for (const [page, request] of this.#requests) if (!wanted.includes(page)) request.abort.abort()
    for (const page of wanted) {
      if (this.#isHere(order, page) || this.#requests.has(page) || this.#failed.has(page)) continue
      const request = { abort: new AbortController(), generation: this.#generation, seen: this.#changes.length }
      this.#requests.set(page, request)
      this.#move({ loading: true })
      void this.#receive(order, page, request)
    }
  }

  #isHere(order: RowOrder, page: number): boolean {
    const ids = order.idsOf(page)
    return (
      ids !== undefined &&
      this.#fresh.has(page) &&
      ids.every((id) => order.gone.has(id) || this.#cache.get(id) !== undefined)
    )
  }

  async #receive(order: RowOrder, page: number, request: Request): Promise<void> {
    const limit = RowOrder.pageSize
    const isStopped = () => request.abort.signal.aborted || this.#order !== order
    try {
      const window = await this.#load({ offset: page * limit, limit, order: order.id }, request.abort.signal)
      if (isStopped()) return
      if (window.order.id !== order.id) {
        this.#isLost = true
        return void this.#renew()
      }
      this.#take(order, page, window, request.seen)
      if (request.generation === this.#generation) this.#fresh.add(page)
      this.#move({ error: null })
      this.#emit({ kind: 'rows', first: page * limit, last: page * limit + limit - 1 })
      if (!window.order.isCurrent) this.renew()
    } catch (error) {
      if (isStopped()) return
      // Not asked again while scrolling: that would not help a broken server.
      this.#failed.add(page)
      this.#move({ error })
    } finally {
      this.#requests.delete(page)
      this.#settle()
      if (isStopped() || request.generation !== this.#generation) this.#fetchSoon()
    }
  }

  #take(order: RowOrder, page: number, window: RowWindow, seen: number): void {
    this.#cache.put(window.rows, window.version)
    for (const { update, version } of this.#changes.slice(seen)) this.#cache.patch([update], version)
    order.put(page, window.ids)
    const here = new Set(window.rows.map(({ id }) => id))
    for (const id of window.ids)
      if (here.has(id)) order.gone.delete(id)
      else order.gone.add(id)
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
    const seen = this.#changes.length
    try {
      const read = await readOrder(this.#load, this.#visible, abort.signal)
      if (!abort.signal.aborted) this.#show(read, seen)
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

  #show(read: ReadOrder, seen: number): void {
    this.#renewedAt = performance.now()
    // Someone has begun to edit meanwhile: the rows stay where they are until that is over.
    if (this.#holds > 0 && this.#order && !this.#isLost) {
      this.#isOutdated = true
      return
    }
    const order = new RowOrder(read.id, read.total)
    this.#order = order
    this.#isLost = false
    this.#failed.clear()
    this.#fresh.clear()
    for (const { page, window } of read.pages) {
      this.#take(order, page, window, seen)
      this.#fresh.add(page)
    }
    this.#move({ total: order.total, error: null, building: read.building ?? null })
    this.#emit({ kind: 'all' })
    if (!read.building) return
    this.#stopRenew ??= this.#schedule(() => {
      this.#stopRenew = null
      void this.#renew()
    }, BUILDING_MS)
  }

  #settle(): void {
    if (this.#requests.size === 0 && !this.#renewing) {
      this.#changes = []
      this.#move({ loading: false })
    }
    const order = this.#order
    if (order)
      this.#cache.evict(new Set(pagesOn(this.#visible, order.total).flatMap((page) => order.idsOf(page) ?? [])))
  }

  #emit(change: RowsChange): void {
    for (const listener of this.#listeners) listener(change)
  }

  #move(next: Partial<RowsStatus>): void {
    this.#status = { ...this.#status, ...next }
    for (const listener of this.#statusListeners) listener()
  }
}
