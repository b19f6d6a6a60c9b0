import { openDB, type DBSchema, type IDBPDatabase, type IDBPObjectStore } from 'idb'
import type { QueuedStep, QueueStore } from './command-queue.ts'
import type { RefusedCell } from './pending-cells.ts'
import type { DraftStore, StoredDraft } from './stored-drafts.ts'
import type { RefusalStore } from './stored-refusals.ts'

/** Refused values and drafts are among the steps, so that they count as unsaved and are forgotten with them. */
type Kept = { step?: QueuedStep; refused?: RefusedCell; draft?: StoredDraft }

interface Schema extends DBSchema {
  steps: {
    key: string
    value: { id: string; owner: string; visit: number; place: number } & Kept
    indexes: { owner: string }
  }
}

let opened: Promise<IDBPDatabase<Schema>> | null = null

function open(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('enrichify', 1, {
    upgrade(database) {
      database.createObjectStore('steps', { keyPath: 'id' }).createIndex('owner', 'owner')
    },
  })
  return opened
}

/**
 * A transaction that is committed by its end waits for nothing of this page any more: what was typed a moment before a
 * reload is stored all the same. Without `commit`, the page would have to live until each answer has come.
 */
async function write(change: (steps: IDBPObjectStore<Schema, ['steps'], 'steps', 'readwrite'>) => void): Promise<void> {
  const transaction = (await open()).transaction('steps', 'readwrite')
  change(transaction.store)
  transaction.commit()
  await transaction.done
}

/** Unsent changes in IndexedDB: a reload or a crashed tab brings them back. */
export function storedQueue(userId: string, websetId: string): QueueStore {
  const owner = `${userId}/${websetId}`
  const visit = Date.now()
  /** Of an earlier visit: what is stored again stays between the same steps. */
  const earlier = new Map<string, { visit: number; place: number }>()
  return {
    load: async () => {
      const found = await (await open()).getAllFromIndex('steps', 'owner', owner)
      for (const { id, visit: of, place } of found) earlier.set(id, { visit: of, place })
      // Those of a later visit come after those of an earlier one.
      return found.sort((a, b) => a.visit - b.visit || a.place - b.place).flatMap(({ step }) => step ?? [])
    },
    put: (step, place) =>
      write((steps) => void steps.put({ id: step.id, owner, step, ...(earlier.get(step.id) ?? { visit, place }) })),
    remove: (id) => write((steps) => void steps.delete(id)),
  }
}

/** Refused values in IndexedDB. */
export function storedRefusals(userId: string, websetId: string): RefusalStore {
  const owner = `${userId}/${websetId}`
  const idOf = ({ rowId, columnId }: RefusedCell) => `refused/${owner}/${rowId}/${columnId}`
  const visit = Date.now()
  let place = 0
  return {
    load: async () => {
      const found = await (await open()).getAllFromIndex('steps', 'owner', owner)
      return found.sort((a, b) => a.visit - b.visit || a.place - b.place).flatMap(({ refused }) => refused ?? [])
    },
    put: (cells) =>
      write((steps) => {
        for (const refused of cells) void steps.put({ id: idOf(refused), owner, visit, place: place++, refused })
      }),
    remove: (cells) =>
      write((steps) => {
        for (const cell of cells) void steps.delete(idOf(cell))
      }),
  }
}

/** Drafts of columns in IndexedDB. */
export function storedDrafts(userId: string, websetId: string): DraftStore {
  const owner = `${userId}/${websetId}`
  const idOf = (columnId: string | null) => `draft/${owner}/${columnId ?? ''}`
  const visit = Date.now()
  return {
    load: async () => {
      const found = await (await open()).getAllFromIndex('steps', 'owner', owner)
      return found.flatMap(({ draft }) => draft ?? [])
    },
    put: (draft) => write((steps) => void steps.put({ id: idOf(draft.columnId), owner, visit, place: 0, draft })),
    remove: (columnId) => write((steps) => void steps.delete(idOf(columnId))),
  }
}

/** How many changes of this person were not saved, of all websets. */
export async function countUnsent(userId: string): Promise<number> {
  return (await (await open()).getAllKeysFromIndex('steps', 'owner', ownersOf(userId))).length
}

/** At sign-out: the next person at this browser does not find them. */
export async function forgetUnsent(userId: string): Promise<void> {
  const database = await open()
  const write = database.transaction('steps', 'readwrite')
  for (const key of await write.store.index('owner').getAllKeys(ownersOf(userId))) void write.store.delete(key)
  await write.done
}

const ownersOf = (userId: string) => IDBKeyRange.bound(`${userId}/`, `${userId}/\uffff`)
