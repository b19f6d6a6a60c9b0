import { setTimeout as delay } from 'node:timers/promises'
import { Database, ViewOrderRepository, type OrderSource } from '@enrichify/database'
import { notFound, RateLimited, type Scope } from '@enrichify/domain'
import type { Logger } from '@enrichify/platform'
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import { LOGGER } from '../core/tokens.ts'
import { SharedWork } from './shared-work.ts'
import { Turns } from './turns.ts'

/** A window that ends above this place can be found without the order, in about the time of a scan. */
export const SHALLOW = 5000
const LOOK_EVERY_MS = 200

export interface FoundPlaces {
  ids: number[]
  total: number
}

/**
 * The heavy work for orders of large sheets, in this process: finding the first places, and making orders. Each reads
 * all rows of a sheet, so that only a few run at a time.
 */
@Injectable()
export class OrderMaker implements OnModuleDestroy {
  readonly #making = new Map<string, SharedWork<void>>()
  /** The first places of orders that are not made yet. */
  readonly #first = new Map<string, SharedWork<FoundPlaces>>()
  readonly #passes = new Turns(2, 8)
  readonly #builds = new Turns(1, 4)
  #isTelling = false
  #isClosing = false

  constructor(
    private readonly database: Database,
    private readonly orders: ViewOrderRepository,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /**
   * The first places of an order that is not made yet. They are found once, so that they are held still too. Call
   * `goOn` afterwards: it makes the order, and the places are remembered until then.
   */
  first(scope: Scope, source: OrderSource, orderId: string, signal: AbortSignal): Promise<FoundPlaces> {
    const known = this.#first.get(orderId)
    if (known && !known.isEnded) return known.wait(signal)
    const work = new SharedWork((ending) => this.pass(scope, source, { offset: 0 }, SHALLOW, ending))
    this.#first.set(orderId, work)
    work.done.catch(() => forget(this.#first, orderId, work))
    return work.wait(signal)
  }

  /** A window without its order, in one pass over all rows. */
  pass(
    scope: Scope,
    source: OrderSource,
    at: { offset: number } | { after: number },
    limit: number,
    signal: AbortSignal,
  ): Promise<FoundPlaces> {
    return this.#passes.take(scope.workspaceId, signal, () =>
      this.database.inScope(scope, (tx) =>
        this.database.interruptible(tx, signal, () => this.orders.findPlaces(tx, source, at, limit)),
      ),
    )
  }

  /** Waits until an order that was begun is made, or is gone. */
  made(scope: Scope, source: OrderSource, orderId: string, signal: AbortSignal): Promise<void> {
    return this.#make(scope, source, orderId).wait(signal)
  }

  /** Makes an order that was begun. Someone was told of it, so it is made although no one waits. */
  goOn(scope: Scope, source: OrderSource, orderId: string): void {
    this.#make(scope, source, orderId).keep()
  }

  /** Waits until all orders that were begun here are made. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#making.values()].map(({ done }) => done))
  }

  async onModuleDestroy(): Promise<void> {
    this.#isClosing = true
    const open = [...this.#making.values(), ...this.#first.values()]
    for (const work of open) work.end(new Error('This process is closing.'))
    await Promise.allSettled(open.map(({ done }) => done))
  }

  #make(scope: Scope, source: OrderSource, orderId: string): SharedWork<void> {
    const known = this.#making.get(orderId)
    if (known && !known.isEnded) return known
    const work = new SharedWork((signal) => this.#fill(scope, source, orderId, signal))
    this.#making.set(orderId, work)
    work.done
      .catch((error: unknown) => {
        if (!work.isEnded && !(error instanceof RateLimited))
          this.log.warn({ err: error, orderId }, 'The order of a view could not be made.')
        return this.#giveUp(scope, orderId)
      })
      .finally(() => {
        if (forget(this.#making, orderId, work)) this.#first.delete(orderId)
      })
    return work
  }

  async #fill(scope: Scope, source: OrderSource, orderId: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const claimed = await this.#builds.take(scope.workspaceId, signal, () =>
        this.database.inScope(scope, async (tx) => {
          const claim = await this.orders.claim(tx, orderId)
          if (claim === 'mine')
            await this.database.interruptible(tx, signal, async () => {
              const webset = await this.orders.moment(tx, source.websetId)
              if (!webset) throw notFound('webset')
              const total = await this.orders.storeInSteps(tx, orderId, source, webset.lastRowId, (done) => {
                signal.throwIfAborted()
                this.#tell(scope, orderId, done)
              })
              await this.orders.finish(tx, orderId, total)
            })
          return claim
        }),
      )
      if (claimed !== 'busy') return
      // Another process makes it. If that one dies, this one goes on.
      await delay(LOOK_EVERY_MS, undefined, { signal })
    }
  }

  /** The next reader begins anew. While this process closes, another one may already go on with it. */
  async #giveUp(scope: Scope, orderId: string): Promise<void> {
    if (this.#isClosing) return
    await this.database
      .inScope(scope, async (tx) => {
        if ((await this.orders.claim(tx, orderId)) === 'mine') await this.orders.remove(tx, orderId)
      })
      .catch(() => {})
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
}

function forget<T>(all: Map<string, SharedWork<T>>, orderId: string, work: SharedWork<T>): boolean {
  return all.get(orderId) === work && all.delete(orderId)
}
