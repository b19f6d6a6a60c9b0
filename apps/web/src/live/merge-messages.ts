import type { Chat, ChatMessage, ChatState, LivePayload } from '@enrichify/contracts'

export interface OpenChat {
  chat: Chat
  messages: ChatMessage[]
}

const RANK: Record<ChatState, number> = { waiting: 0, streaming: 1, done: 2, cancelled: 2, failed: 2 }

export function isOpen({ state }: Pick<ChatMessage, 'state'>): boolean {
  return RANK[state] < 2
}

/** Messages that begin, begin anew or go on. What comes late does not turn an answer back that is further. */
export function withMessages(held: OpenChat, messages: readonly ChatMessage[]): OpenChat {
  const next = messages.filter((message) => {
    const known = held.messages.find(({ id }) => id === message.id)
    return !known || RANK[known.state] <= RANK[message.state]
  })
  const ids = new Set(next.map(({ id }) => id))
  return {
    ...held,
    messages: [...held.messages.filter(({ id }) => !ids.has(id)), ...next].sort((a, b) => a.seq - b.seq),
  }
}

/** Words at their offset: what overlaps is known already. Null: something before them was missed, so the chat has to be read again. */
export function withDelta(held: OpenChat, { messageId, at, text }: LivePayload<'chat.delta'>): OpenChat | null {
  const message = held.messages.find(({ id }) => id === messageId)
  if (!message || at > message.text.length) return null
  if (!isOpen(message) || at + text.length <= message.text.length) return held
  const longer: ChatMessage = {
    ...message,
    state: 'streaming',
    text: message.text + text.slice(message.text.length - at),
  }
  return { ...held, messages: held.messages.map((known) => (known.id === messageId ? longer : known)) }
}

/** What was read, with what was heard while it was on its way. */
export function withRead(held: OpenChat | undefined, read: OpenChat): OpenChat {
  if (!held) return read
  const messages = read.messages.map((message) => {
    const known = held.messages.find(({ id }) => id === message.id)
    if (!known || RANK[known.state] < RANK[message.state]) return message
    if (RANK[known.state] > RANK[message.state]) return known
    return isOpen(message) && known.text.length > message.text.length && known.text.startsWith(message.text)
      ? known
      : message
  })
  const last = read.messages.at(-1)?.seq ?? 0
  return { ...read, messages: [...messages, ...held.messages.filter(({ seq }) => seq > last)] }
}
