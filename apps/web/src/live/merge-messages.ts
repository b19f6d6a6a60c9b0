import type { Chat, ChatMessage, ChatState, LivePayload } from '@enrichify/contracts'

export interface OpenChat {
  chat: Chat
  messages: ChatMessage[]
}

const RANK: Record<ChatState, number> = { waiting: 0, streaming: 1, done: 2, cancelled: 2, failed: 2 }

export function isOpen({ state }: Pick<ChatMessage, 'state'>): boolean {
  return RANK[state] < 2
}

/** Messages that begin, begin again or go on. A late event does not undo an answer that is further. */
export function withMessages(chat: OpenChat, messages: readonly ChatMessage[]): OpenChat {
  const next = messages.filter((message) => {
    const known = chat.messages.find(({ id }) => id === message.id)
    return !known || RANK[known.state] <= RANK[message.state]
  })
  const ids = new Set(next.map(({ id }) => id))
  return {
    ...chat,
    messages: [...chat.messages.filter(({ id }) => !ids.has(id)), ...next].sort((a, b) => a.seq - b.seq),
  }
}

/**
 * Adds text at its offset; text that is already known is skipped.
 * Null: the text before it is missing, so the chat has to be read again.
 */
export function withDelta(chat: OpenChat, { messageId, at, text }: LivePayload<'chat.delta'>): OpenChat | null {
  const message = chat.messages.find(({ id }) => id === messageId)
  if (!message || at > message.text.length) return null
  if (!isOpen(message) || at + text.length <= message.text.length) return chat
  const longer: ChatMessage = {
    ...message,
    state: 'streaming',
    text: message.text + text.slice(message.text.length - at),
  }
  return { ...chat, messages: chat.messages.map((known) => (known.id === messageId ? longer : known)) }
}

/** The chat as the server sent it, with the events that arrived while it was on its way. */
export function withRead(chat: OpenChat | undefined, read: OpenChat): OpenChat {
  if (!chat) return read
  const messages = read.messages.map((message) => {
    const known = chat.messages.find(({ id }) => id === message.id)
    if (!known || RANK[known.state] < RANK[message.state]) return message
    if (RANK[known.state] > RANK[message.state]) return known
    return isOpen(message) && known.text.length > message.text.length && known.text.startsWith(message.text)
      ? known
      : message
  })
  const last = read.messages.at(-1)?.seq ?? 0
  return { ...read, messages: [...messages, ...chat.messages.filter(({ seq }) => seq > last)] }
}
