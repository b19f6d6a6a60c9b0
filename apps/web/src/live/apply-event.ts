import type {
  ExportJob,
  ImportJob,
  LiveEventName,
  LivePayload,
  Run,
  RunReport,
  Webset,
  WebsetSummary,
} from '@enrichify/contracts'
import { assertNever, isRunOver } from '@enrichify/domain'
import type { QueryClient } from '@tanstack/react-query'
import { keys } from '../api/keys.ts'
import { withDelta, withMessages, type OpenChat } from '../features/chats/merge-messages.ts'
import type { RowWindows } from '../rows/row-windows.ts'

export interface LiveTargets {
  client: QueryClient
  /** The rows on the screen of that webset, if it is the one that is open. */
  rows: (websetId: string) => RowWindows | null
}

export type LiveEvent = { [N in LiveEventName]: { name: N; payload: LivePayload<N> } }[LiveEventName]

/** The only place where what the socket says changes what the page holds. */
export function applyEvent(targets: LiveTargets, event: LiveEvent): void {
  const { client } = targets
  switch (event.name) {
    case 'cells.updated': {
      const { websetId, cells } = event.payload
      targets.rows(websetId)?.patch(cells, true)
      for (const { rowId, columnId } of cells) {
        const queryKey = keys.cell(websetId, rowId, columnId)
        // Only the cell whose panel is open is asked for again.
        if (client.getQueryState(queryKey)) void client.invalidateQueries({ queryKey })
      }
      return
    }
    case 'rows.changed': {
      const { websetId, total } = event.payload
      // The view may be filtered: its own total comes with its own answer.
      targets.rows(websetId)?.invalidate()
      client.setQueryData<Webset>(keys.webset(websetId), (webset) => webset && { ...webset, rows: total })
      patchSummary(client, websetId, { rows: total })
      return
    }
    case 'webset.changed':
      void client.invalidateQueries({ queryKey: keys.webset(event.payload.websetId), exact: true })
      void client.invalidateQueries({ queryKey: keys.trash(event.payload.websetId) })
      void client.invalidateQueries({ queryKey: keys.allWebsets() })
      // The sheet's own undo may have taken back what a chat had applied.
      void client.invalidateQueries({ queryKey: keys.allOpenChats() })
      return
    case 'run.updated':
      applyRun(targets, event.payload.websetId, event.payload.run)
      return
    case 'import.updated':
      client.setQueryData<ImportJob>(keys.import(event.payload.import.id), event.payload.import)
      return
    case 'export.updated': {
      const queryKey = keys.export(event.payload.export.id)
      client.setQueryData<ExportJob>(queryKey, event.payload.export)
      // The signed link is made for who asks, so the event may come without one.
      if (event.payload.export.state === 'READY' && !event.payload.export.downloadUrl)
        void client.invalidateQueries({ queryKey })
      return
    }
    case 'chat.start': {
      const { websetId, chatId, messages } = event.payload
      patchChat(client, chatId, (held) => withMessages(held, messages))
      if (messages.some(({ role }) => role === 'person'))
        void client.invalidateQueries({ queryKey: keys.chats(websetId) })
      return
    }
    case 'chat.delta':
      patchChat(client, event.payload.chatId, (held) => withDelta(held, event.payload))
      return
    case 'chat.end': {
      const { chatId, message } = event.payload
      patchChat(client, chatId, (held) => withMessages(held, [message]))
      return
    }
    default:
      assertNever(event)
  }
}

function applyRun({ client, rows }: LiveTargets, websetId: string, run: Run): void {
  const before = client.getQueryData<{ runs: Run[] }>(keys.runs(websetId))?.runs.find((known) => known.id === run.id)
  client.setQueryData<{ runs: Run[] }>(keys.runs(websetId), (held) => {
    if (!held) return held
    return { runs: before ? held.runs.map((known) => (known.id === run.id ? run : known)) : [run, ...held.runs] }
  })
  patchReport(client, run)
  const over = isRunOver(run.state)
  const activeRunId = (current: string | null) => (over ? (current === run.id ? null : current) : run.id)
  client.setQueryData<Webset>(
    keys.webset(websetId),
    (webset) => webset && { ...webset, activeRunId: activeRunId(webset.activeRunId) },
  )
  patchSummary(client, websetId, over ? { activeRunId: null } : { activeRunId: run.id })
  // At its start cells become pending, and at a cancel they stop being so, without an event each.
  const began = !before || (before.state === 'queued' && run.state === 'running')
  if (began || (over && !isRunOver(before.state))) rows(websetId)?.invalidate()
}

/** Null from the change: something was missed, so the chat is read again. One that is not on the screen is left alone. */
function patchChat(client: QueryClient, chatId: string, change: (held: OpenChat) => OpenChat | null): void {
  const queryKey = keys.chat(chatId)
  const held = client.getQueryData<OpenChat>(queryKey)
  if (!held) return
  const next = change(held)
  if (next) client.setQueryData<OpenChat>(queryKey, next)
  else void client.invalidateQueries({ queryKey }, { cancelRefetch: false })
}

function patchSummary(client: QueryClient, websetId: string, change: Partial<WebsetSummary>): void {
  client.setQueryData<{ websets: WebsetSummary[] }>(
    keys.websets(),
    (held) =>
      held && { websets: held.websets.map((webset) => (webset.id === websetId ? { ...webset, ...change } : webset)) },
  )
}

/** The page of a run: what the event carries is shown at once, the rest of the report is asked for again. */
function patchReport(client: QueryClient, run: Run): void {
  const queryKey = keys.runReport(run.id)
  if (!client.getQueryState(queryKey)) return
  client.setQueryData<RunReport>(queryKey, (report) => report && { ...report, run })
  // What is being read is let finish: with an event every moment, it never would otherwise. After the last event nothing would mend an answer from before it.
  void client.invalidateQueries({ queryKey }, { cancelRefetch: isRunOver(run.state) })
}
