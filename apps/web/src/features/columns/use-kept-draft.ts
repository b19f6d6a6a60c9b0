import { useEffect, useState } from 'react'
import type { StoredDrafts } from '../../document/stored-drafts.ts'
import type { ColumnDraft } from './column-draft.ts'
import type { SeenColumn } from './use-shared-draft.ts'

interface Draft {
  base: SeenColumn
  saved: ColumnDraft
  draft: ColumnDraft
  isChanged: boolean
}

/**
 * Stores what is typed in the editor with each change, so that no reload, crash or Back loses it. Headers stay as they
 * were saved: what is typed there may be a secret, and is asked about before the page goes.
 */
export function useKeptDraft(drafts: StoredDrafts, { base, saved, draft, isChanged }: Draft, readonly: boolean) {
  const columnId = base.column?.id ?? null
  const { headers } = saved.request
  const [isFromBefore, setIsFromBefore] = useState(() => drafts.of(columnId) !== null)
  useEffect(() => {
    if (readonly) return
    if (isChanged) drafts.put({ columnId, base, draft: { ...draft, request: { ...draft.request, headers } } })
    else drafts.remove(columnId)
  }, [drafts, columnId, base, draft, headers, isChanged, readonly])
  const hasHeaders = draft.request.headers !== headers
  useEffect(() => {
    if (!hasHeaders || readonly) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [hasHeaders, readonly])
  return {
    /** The editor shows what an earlier visit left. */
    isFromBefore: isFromBefore && isChanged,
    forget: () => {
      setIsFromBefore(false)
      drafts.remove(columnId)
    },
  }
}
