import type { LivePayload, Run, RunReport, Webset, WebsetSummary } from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'
import type { QueryClient } from '@tanstack/react-query'
import { keys } from '../api/keys.ts'
import type { SheetDocument } from './sheet-document.ts'

/** What an event may change: the query cache, and the document if its webset is open. */
export interface SheetTargets {
  client: QueryClient
  sheet: (websetId: string) => Pick<SheetDocument, 'receive' | 'reread'> | null
}

export function applyRun({ client, sheet }: SheetTargets, { websetId, run, rows }: LivePayload<'run.updated'>): void {
  const queryKey = keys.runs(websetId)
  const before = client.getQueryData<{ runs: Run[] }>(queryKey)?.runs.find((known) => known.id === run.id)
  const over = isRunOver(run.state)
  // Several processes tell of a run, so the last word may be overtaken by an earlier one.
  if (before && isRunOver(before.state) && !over) return
  client.setQueryData<{ runs: Run[] }>(
    queryKey,
    (list) =>
      list && { runs: before ? list.runs.map((known) => (known.id === run.id ? run : known)) : [run, ...list.runs] },
  )
  // A list that is being read may be from before the end, and no later event would mend it.
  if (over) void client.invalidateQueries({ queryKey })
  patchReport(client, run)
  const activeRunId = (current: string | null) => (over ? (current === run.id ? null : current) : run.id)
  client.setQueryData<Webset>(
    keys.webset(websetId),
    (webset) => webset && { ...webset, activeRunId: activeRunId(webset.activeRunId) },
  )
  patchSummary(client, websetId, over ? { activeRunId: null } : { activeRunId: run.id })
  // Which cells wait for the run has no event for each.
  if (rows) sheet(websetId)?.reread()
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
