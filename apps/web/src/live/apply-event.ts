import type { ExportJob, ImportJob, LiveEventName, LivePayload } from '@enrichify/contracts'
import { assertNever } from '@enrichify/domain'
import type { QueryClient } from '@tanstack/react-query'
import { keys } from '../api/keys.ts'
import { applyRun, type SheetTargets } from '../document/sheet-events.ts'
import { withDelta, withMessages, type OpenChat } from './merge-messages.ts'

export type LiveEvent = { [N in LiveEventName]: { name: N; payload: LivePayload<N> } }[LiveEventName]

/** The only place where what the socket says changes what the page shows. */
export function applyEvent(targets: SheetTargets, event: LiveEvent): void {
  const { client } = targets
  switch (event.name) {
    case 'sheet.changed':
      targets.sheet(event.payload.websetId)?.receive(event.payload.changes)
      return
    case 'run.updated':
      return applyRun(targets, event.payload)
    case 'import.updated':
      client.setQueryData<ImportJob>(keys.import(event.payload.import.id), event.payload.import)
      return
    case 'export.updated': {
      const queryKey = keys.export(event.payload.export.id)
      client.setQueryData<ExportJob>(queryKey, event.payload.export)
      // The signed link is made for the person who asks, so the event may come without one.
      if (event.payload.export.state === 'READY' && !event.payload.export.downloadUrl)
        void client.invalidateQueries({ queryKey })
      return
    }
    case 'chat.start': {
      const { websetId, chatId, messages } = event.payload
      patchChat(client, chatId, (chat) => withMessages(chat, messages))
      if (messages.some(({ role }) => role === 'person'))
        void client.invalidateQueries({ queryKey: keys.chats(websetId) })
      return
    }
    case 'chat.delta':
      patchChat(client, event.payload.chatId, (chat) => withDelta(chat, event.payload))
      return
    case 'chat.end': {
      const { chatId, message } = event.payload
      patchChat(client, chatId, (chat) => withMessages(chat, [message]))
      return
    }
    default:
      assertNever(event)
  }
}

/**
 * A chat that is not on the screen is left alone.
 * @param change returns null when something was missed: then the chat is read again.
 */
function patchChat(client: QueryClient, chatId: string, change: (chat: OpenChat) => OpenChat | null): void {
  const queryKey = keys.chat(chatId)
  const chat = client.getQueryData<OpenChat>(queryKey)
  if (!chat) return
  const next = change(chat)
  if (next) client.setQueryData<OpenChat>(queryKey, next)
  else void client.invalidateQueries({ queryKey }, { cancelRefetch: false })
}
