import type { Column } from '@enrichify/contracts'

/** A column in its editor that was not saved. `draft` is the editor's own and contains data only. */
export interface StoredDraft {
  /** Null: a new column. */
  columnId: string | null
  /** The column as the person saw it, and the version of the webset that it was seen at. */
  base: { column: Column | null; version: number }
  draft: unknown
}

/** Keeps drafts for the next visit, for one person and one webset. One per column. */
export interface DraftStore {
  load: () => Promise<StoredDraft[]>
  put: (draft: StoredDraft) => Promise<void>
  remove: (columnId: string | null) => Promise<void>
}

/** What was typed in editors of columns and not saved: a reload, a crash or the browser's Back brings it back. */
export class StoredDrafts {
  readonly #store: DraftStore
  readonly #drafts = new Map<string | null, StoredDraft>()

  constructor(store: DraftStore) {
    this.#store = store
  }

  /** Resolves with what earlier visits left. What was typed in the same editor since then is newer. */
  async restore(): Promise<StoredDraft[]> {
    const found = (await this.#store.load()).filter(({ columnId }) => !this.#drafts.has(columnId))
    for (const draft of found) this.#drafts.set(draft.columnId, draft)
    return found
  }

  of(columnId: string | null): StoredDraft | null {
    return this.#drafts.get(columnId) ?? null
  }

  put(draft: StoredDraft): void {
    this.#drafts.set(draft.columnId, draft)
    // A browser that cannot store it still has it on the screen.
    void this.#store.put(draft).catch(() => undefined)
  }

  remove(columnId: string | null): void {
    if (this.#drafts.delete(columnId)) void this.#store.remove(columnId).catch(() => undefined)
  }
}
