import type { PendingCells, RefusedCell } from './pending-cells.ts'

/** Keeps refused values for the next visit, for one person and one webset. One per cell. */
export interface RefusalStore {
  load: () => Promise<RefusedCell[]>
  put: (cells: readonly RefusedCell[]) => Promise<void>
  remove: (cells: readonly RefusedCell[]) => Promise<void>
}

const placeOf = ({ rowId, columnId }: RefusedCell) => `${rowId}/${columnId}`

/** Stores what was refused, with its reason, until the person mends or discards it. */
export class StoredRefusals {
  readonly #store: RefusalStore
  readonly #pending: PendingCells
  #stored = new Map<string, RefusedCell>()
  #isRead = false
  #isWaiting = false

  constructor(store: RefusalStore, pending: PendingCells) {
    this.#store = store
    this.#pending = pending
    // Many cells may be discarded one by one.
    pending.subscribe(() => {
      if (this.#isWaiting) return
      this.#isWaiting = true
      queueMicrotask(() => this.#save())
    })
  }

  /** Shows what an earlier visit left. What was typed in the same cell since then is newer. */
  async restore(): Promise<RefusedCell[]> {
    if (this.#isRead) return []
    this.#isRead = true
    const found = await this.#store.load()
    for (const cell of found) if (!this.#stored.has(placeOf(cell))) this.#stored.set(placeOf(cell), cell)
    const shown = found.filter((cell) => this.#pending.refusal(cell) === null)
    this.#pending.refuse(shown)
    return shown
  }

  #save(): void {
    this.#isWaiting = false
    const now = new Map(this.#pending.refusals().map((cell) => [placeOf(cell), cell]))
    const added = [...now].flatMap(([place, cell]) => (this.#stored.get(place) === cell ? [] : [cell]))
    const removed = [...this.#stored].flatMap(([place, cell]) => (now.has(place) ? [] : [cell]))
    this.#stored = now
    // A browser that cannot store them still shows them.
    if (added.length > 0) void this.#store.put(added).catch(() => undefined)
    if (removed.length > 0) void this.#store.remove(removed).catch(() => undefined)
  }
}
