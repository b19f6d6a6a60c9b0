import type { Column } from '@enrichify/contracts'
import { useEffect, useEffectEvent } from 'react'
import type { StoredDrafts } from '../../document/stored-drafts.ts'
import { toast } from '../../ui/toast.ts'

/** Offers what an earlier visit left in the editor of a column. */
export function useDrafts(drafts: StoredDrafts, columns: readonly Column[], onEdit: (column: Column | 'new') => void) {
  const offer = useEffectEvent((ids: readonly (string | null)[]) => {
    for (const id of ids) {
      const column = id === null ? 'new' : columns.find((known) => known.id === id)
      if (!column) continue
      const name = column === 'new' ? 'a new column' : `the column “${column.name}”`
      toast(`What you typed for ${name} is not saved yet.`, { label: 'Open it', run: () => onEdit(column) })
    }
  })
  useEffect(() => {
    void drafts.restore().then(
      (found) => offer(found.map(({ columnId }) => columnId)),
      () => undefined,
    )
  }, [drafts])
}
