import type { LoadRows, RowWindow } from './read-order.ts'
import { RowOrder } from './row-order.ts'

interface Request {
  order: RowOrder
  abort: AbortController
  generation: number
}

export interface PageListener {
  arrived: (order: RowOrder, page: number, window: RowWindow) => void
  failed: (error: unknown) => void
  /** A request has ended. `again`: what it should have brought is still missing. */
  ended: (again: boolean) => void
}

/** Requests for pages of an order: each page once, none that has failed, and none that is not looked at any more. */
export class PageRequests {
  readonly #load: LoadRows
  readonly #listener: PageListener
  readonly #running = new Map<number, Request>()
  readonly #failed = new Set<number>()
  /** Pages that were read since the last change that no event names. */
  readonly #fresh = new Set<number>()
  #generation = 0

  constructor(load: LoadRows, listener: PageListener) {
    this.#load = load
    this.#listener = listener
  }

  get isBusy(): boolean {
    return this.#running.size > 0
  }

  isFresh(page: number): boolean {
    return this.#fresh.has(page)
  }

  /** All pages have to be read again. */
  renew(): void {
    this.#generation++
    this.#fresh.clear()
    this.#failed.clear()
  }

  /** These pages came with the order itself. */
  came(pages: readonly number[]): void {
    for (const page of pages) this.#fresh.add(page)
  }

  retry(): void {
    this.#failed.clear()
  }

  /** Asks for the missing ones among the pages on the screen, and stops the requests for all others. */
  fetch(order: RowOrder, onScreen: readonly number[], isMissing: (page: number) => boolean): void {
    for (const [page, { abort }] of this.#running) if (!onScreen.includes(page)) abort.abort()
    for (const page of onScreen)
      if (isMissing(page) && !this.#running.has(page) && !this.#failed.has(page)) void this.#ask(order, page)
  }

  stop(): void {
    for (const { abort } of this.#running.values()) abort.abort()
  }

  async #ask(order: RowOrder, page: number): Promise<void> {
    const request: Request = { order, abort: new AbortController(), generation: this.#generation }
    this.#running.set(page, request)
    const { signal } = request.abort
    const limit = RowOrder.pageSize
    try {
      const window = await this.#load({ offset: page * limit, limit, order: order.id }, signal)
      if (signal.aborted) return
      if (request.generation === this.#generation) this.#fresh.add(page)
      this.#listener.arrived(order, page, window)
    } catch (error) {
      if (signal.aborted) return
      // Not asked again while scrolling: that would not help a broken server.
      this.#failed.add(page)
      this.#listener.failed(error)
    } finally {
      this.#running.delete(page)
      this.#listener.ended(signal.aborted || request.generation !== this.#generation)
    }
  }
}
