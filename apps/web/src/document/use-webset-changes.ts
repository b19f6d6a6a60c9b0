import {
  deleteColumn,
  deleteRows,
  restoreColumn,
  restoreRows,
  updateColumn,
  type Column,
  type Webset,
} from '@enrichify/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { errorText } from '../ui/error-text.ts'
import { plural } from '../ui/format.ts'
import { toast, toastProblem } from '../ui/toast.ts'
import type { RowWindows } from './row-windows.ts'

type ColumnChange = Partial<Pick<Column, 'name' | 'width' | 'kind' | 'position' | 'settings'>>

/** Changes of columns and rows, shown at once where that is safe, each with its undo. */
export function useWebsetChanges(websetId: string, windows: RowWindows) {
  const client = useQueryClient()
  const reread = () => {
    void client.invalidateQueries({ queryKey: keys.webset(websetId), exact: true })
    void client.invalidateQueries({ queryKey: keys.trash(websetId) })
    windows.invalidate()
  }
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work()
    } catch (error) {
      toastProblem(errorText(error))
    }
    reread()
  }
  const show = (columnId: string, change: ColumnChange) =>
    client.setQueryData<Webset>(
      keys.webset(websetId),
      (webset) =>
        webset && {
          ...webset,
          columns: webset.columns.map((column) => (column.id === columnId ? { ...column, ...change } : column)),
        },
    )

  return {
    change: (columnId: string, body: ColumnChange) => {
      if (body.position === undefined) show(columnId, body)
      void attempt(() => call(updateColumn, { params: { id: websetId, columnId }, body }))
    },
    removeColumn: (column: Column) => {
      const params = { id: websetId, columnId: column.id }
      client.setQueryData<Webset>(
        keys.webset(websetId),
        (webset) => webset && { ...webset, columns: webset.columns.filter((other) => other.id !== column.id) },
      )
      void attempt(async () => {
        await call(deleteColumn, { params })
        toast(`Column “${column.name}” is in the trash`, {
          label: 'Undo',
          run: () => void attempt(() => call(restoreColumn, { params })),
        })
      })
    },
    removeRows: (rowIds: number[]) =>
      attempt(async () => {
        const { deleted } = await call(deleteRows, { params: { id: websetId }, body: { rowIds } })
        toast(`${plural(deleted, 'row')} moved to the trash`, {
          label: 'Undo',
          run: () => void attempt(() => call(restoreRows, { params: { id: websetId }, body: { rowIds } })),
        })
      }),
    reread,
  }
}
export type WebsetChanges = ReturnType<typeof useWebsetChanges>
