import type { Refusal, Webset } from '@enrichify/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useMe } from '../../api/use-session.ts'
import { decidingColumns, openDocument } from '../../document/open-document.ts'
import { RowRest } from '../../document/row-rest.ts'
import { makeSheetEdits } from '../../document/sheet-edits.ts'
import { makeSheetUndo } from '../../document/sheet-undo.ts'
import { StoredDrafts } from '../../document/stored-drafts.ts'
import { storedDrafts } from '../../document/stored-queue.ts'
import { StrayRows } from '../../document/stray-rows.ts'
import { useRuns } from '../../document/use-webset.ts'
import { waitingNames } from '../../document/waiting-changes.ts'
import { useLiveWebset } from '../../live/use-live-webset.ts'
import { openEditor } from '../../sheet/editors/open-editor.ts'
import { plural } from '../../ui/format.ts'
import { toast } from '../../ui/toast.ts'
import { fitsFilters } from '../../view/fits-filter.ts'
import type { SheetView } from '../../view/view-state.ts'
import { rowLabel } from '../../words/row-label.ts'
import { useViewRows } from './use-view-rows.ts'

/** The open webset: its document outside React, and the rows of this view. */
export function useSheetDocument(webset: Webset, wanted: SheetView, openChanges: () => void) {
  const client = useQueryClient()
  const me = useMe()
  const [document] = useState(() => openDocument(webset, me.user.id, client))
  const [drafts] = useState(() => new StoredDrafts(storedDrafts(me.user.id, webset.id)))
  const { rows, view, awaited } = useViewRows(document, wanted)
  document.show(rows, decidingColumns(view))
  const rest = useMemo(() => new RowRest(rows), [rows])
  useEffect(() => document.onTookBack(rest.tookBack), [document, rest])
  const latest = useRef({ webset, openChanges })
  latest.current = { webset, openChanges }
  const strays = useMemo(() => {
    return new StrayRows(rows, rest, (row) => fitsFilters(view.filters, latest.current.webset.columns, row) !== false)
  }, [rows, rest, view])
  const { edits, undo, nameOf } = useMemo(() => {
    const nameOf = ({ rowId, columnId }: Pick<Refusal, 'rowId' | 'columnId'>) => {
      const { columns } = latest.current.webset
      const column = columns.find(({ id }) => id === columnId)?.name
      const row = rowId === null ? undefined : rows.row(rowId)
      const label = row ? rowLabel(latest.current.webset, row) : ''
      return [
        column ?? (columnId !== null ? 'A deleted column' : rowId === null ? 'It' : ''),
        label ? `“${label}”` : rowId === null ? '' : `row ${rowId}`,
      ]
        .filter(Boolean)
        .join(' of ')
    }
    const made = makeSheetUndo({
      document,
      nameOf,
      valueOf: ({ rowId, columnId }) => rows.row(rowId)?.cells[columnId],
      openChanges: () => latest.current.openChanges(),
    })
    return {
      nameOf,
      undo: made,
      edits: makeSheetEdits({
        document,
        rows,
        columns: () => latest.current.webset.columns,
        filters: view.filters,
        undoStep: made.undoStep,
      }),
    }
  }, [document, rows, view])

  useEffect(() => {
    document.queue.open()
    void document.restore().then(
      (count) =>
        count > 0 &&
        toast(`${plural(count, 'change')} of an earlier visit ${count === 1 ? 'is' : 'are'} being saved now.`),
      () => undefined,
    )
    const retry = () => document.queue.retry()
    window.addEventListener('online', retry)
    return () => {
      window.removeEventListener('online', retry)
      document.queue.close()
    }
  }, [document])

  const status = useSyncExternalStore(rows.subscribeStatus, rows.status)
  const refusals = useSyncExternalStore(document.pending.subscribe, document.pending.refusals)
  const queue = useSyncExternalStore(document.queue.subscribe, document.queue.status)
  const steps = useSyncExternalStore(document.queue.subscribe, document.queue.steps)
  const names = useMemo(() => waitingNames(steps), [steps])
  const named = useMemo(
    () => ({ ...webset, columns: webset.columns.map((each) => ({ ...each, name: names.get(each.id) ?? each.name })) }),
    [webset, names],
  )
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (document.hasUnsaved || openEditor.cell) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [document])
  const live = useLiveWebset(document)
  // The server is there again.
  const retryView = useEffectEvent(() => awaited?.error != null && awaited.retry())
  useEffect(() => {
    if (live === 'live') retryView()
  }, [live])
  const runs = useRuns(webset.id, live === 'live', document)
  const reread = useCallback(() => {
    rows.reread()
    rows.renew()
    void client.invalidateQueries({ queryKey: ['webset', webset.id] })
  }, [rows, client, webset.id])
  return {
    /** As it was read, with what the person has renamed and not sent yet. */
    webset: names.size > 0 ? named : webset,
    steps,
    document,
    drafts,
    rows,
    rest,
    strays,
    awaited,
    status,
    queue,
    refusals,
    total: status.total ?? webset.rows,
    live,
    runs,
    undo,
    edits,
    nameOf,
    reread,
  }
}
export type OpenSheet = ReturnType<typeof useSheetDocument>
