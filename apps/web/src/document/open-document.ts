import { listRows, type ImportJob, type Webset, type WebsetSummary } from '@enrichify/contracts'
import type { QueryClient } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { toastProblem } from '../ui/toast.ts'
import type { SheetView } from '../view/view-state.ts'
import { SheetDocument } from './sheet-document.ts'
import { storedQueue, storedRefusals } from './stored-queue.ts'
import { ViewRows } from './view-rows.ts'

/** The document of a webset as it was read, connected to the API and to the query cache. */
export function openDocument(webset: Webset, userId: string, client: QueryClient): SheetDocument {
  const { id } = webset
  return new SheetDocument({
    websetId: id,
    version: webset.version,
    userId,
    store: storedQueue(userId, id),
    refusalStore: storedRefusals(userId, id),
    listener: {
      onColumns: () => {
        void client.invalidateQueries({ queryKey: keys.webset(id), exact: true })
        void client.invalidateQueries({ queryKey: keys.trash(id) })
        void client.invalidateQueries({ queryKey: keys.actions(id) })
        void client.invalidateQueries({ queryKey: keys.allWebsets() })
        // Undo in the sheet may have taken back what a chat had applied.
        void client.invalidateQueries({ queryKey: keys.allOpenChats() })
      },
      onTotal: (rows) => {
        client.setQueryData<Webset>(keys.webset(id), (known) => known && { ...known, rows })
        client.setQueryData<{ websets: WebsetSummary[] }>(
          keys.websets(),
          (list) => list && { websets: list.websets.map((known) => (known.id === id ? { ...known, rows } : known)) },
        )
      },
      onCells: (cells) => {
        void client.invalidateQueries({ queryKey: keys.actions(id) })
        for (const { rowId, columnId } of cells) {
          const queryKey = keys.cell(id, rowId, columnId)
          // Only the cell whose panel is open is asked for again.
          if (client.getQueryState(queryKey)) void client.invalidateQueries({ queryKey })
        }
      },
      onReverted: (actionId) =>
        void client.invalidateQueries({
          queryKey: keys.allImports(),
          predicate: ({ state }) => {
            const action = (state.data as ImportJob | undefined)?.action
            return Boolean(action && (actionId === null || action.id === actionId))
          },
        }),
      onProblem: toastProblem,
    },
  })
}

/** The rows of a view of the document. */
export function viewRows({ websetId, cache, pending }: SheetDocument, { search, sort, filters }: SheetView): ViewRows {
  const view = {
    ...(search ? { search } : {}),
    ...(sort ? { sort } : {}),
    ...(filters.length > 0 ? { filter: JSON.stringify(filters) } : {}),
  }
  return new ViewRows({
    cache,
    pending,
    load: (window, signal) => call(listRows, { params: { id: websetId }, query: { ...window, ...view }, signal }),
  })
}

/** The columns that decide which rows a view has and in which order; null: each may. */
export function decidingColumns({ search, sort, filters }: SheetView): ReadonlySet<string> | null {
  if (search) return null
  return new Set([...filters.map(({ column }) => column), ...(sort ? [sort.split(':')[0]!] : [])])
}
