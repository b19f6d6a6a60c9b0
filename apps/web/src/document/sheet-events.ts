import type { LivePayload, Run, RunReport, Webset, WebsetSummary } from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'
import type { QueryClient } from '@tanstack/react-query'
import { keys } from '../api/keys.ts'
import type { RowWindows } from './row-windows.ts'

/** What an event may change: the query cache, and the rows on the screen if their webset is open. */
export interface SheetTargets {
  client: QueryClient
  rows: (websetId: string) => Pick<RowWindows, 'patch' | 'invalidate'> | null
}

export function applyCells({ client, rows }: SheetTargets, { websetId, cells }: LivePayload<'cells.updated'>): void {
  rows(websetId)?.patch(cells, true)
  for (const { rowId, columnId } of cells) {
    const queryKey = keys.cell(websetId, rowId, columnId)
    // Only the cell whose panel is open is asked for again.
    if (client.getQueryState(queryKey)) void client.invalidateQueries({ queryKey })
  }
}

export function applyRows({ client, rows }: SheetTargets, { websetId, total }: LivePayload<'rows.changed'>): void {
  // The view may be filtered: its own total comes with its own answer.
  rows(websetId)?.invalidate()
  client.setQueryData<Webset>(keys.webset(websetId), (webset) => webset && { ...webset, rows: total })
  patchSummary(client, websetId, { rows: total })
}

export function applyRun({ client, rows }: SheetTargets, { websetId, run }: LivePayload<'run.updated'>): void {
  const before = client.getQueryData<{ runs: Run[] }>(keys.runs(websetId))?.runs.find((known) => known.id === run.id)
  client.setQueryData<{ runs: Run[] }>(
    keys.runs(websetId),
    (list) =>
      list && { runs: before ? list.runs.map((known) => (known.id === run.id ? run : known)) : [run, ...list.runs] },
  )
  patchReport(client, run)
  const over = isRunOver(run.state)
  const activeRunId = (current: string | null) => (over ? (current === run.id ? null : current) : run.id)
  client.setQueryData<Webset>(
    keys.webset(websetId),
    (webset) => webset && { ...webset, activeRunId: activeRunId(webset.activeRunId) },
  )
  patchSummary(client, websetId, over ? { activeRunId: null } : { activeRunId: run.id })
  // At the start of a run cells become pending, and at a cancel they stop; there is no event for each.
  const began = !before || (before.state === 'queued' && run.state === 'running')
  if (began || (over && !isRunOver(before.state))) rows(websetId)?.invalidate()
}

function patchSummary(client: QueryClient, websetId: string, change: Partial<WebsetSummary>): void {
  client.setQueryData<{ websets: WebsetSummary[] }>(
    keys.websets(),
    (list) =>
      list && { websets: list.websets.map((webset) => (webset.id === websetId ? { ...webset, ...change } : webset)) },
  )
}

/** The page of a run: what the event carries is shown at once, the rest of the report is asked for again. */
function patchReport(client: QueryClient, run: Run): void {
  const queryKey = keys.runReport(run.id)
  if (!client.getQueryState(queryKey)) return
  client.setQueryData<RunReport>(queryKey, (report) => report && { ...report, run })
  // A report that is being read may finish: with an event every moment, it never would otherwise.
  // After the last event it may not, because no later event would replace an answer from before the end.
  void client.invalidateQueries({ queryKey }, { cancelRefetch: isRunOver(run.state) })
}
