import type { ChangeSetJson, Chat, ChatMessage } from '@enrichify/contracts'
import type { ChatMessageRow, ChatRow } from '@enrichify/database'

export function presentChat({ createdAt, updatedAt, ...chat }: ChatRow): Chat {
  return { ...chat, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }
}

export function presentMessage(row: ChatMessageRow): ChatMessage {
  const { id, chatId, seq, role, text, state, steps, costMicros, model, note } = row
  return {
    id,
    chatId,
    seq,
    role,
    text,
    state,
    steps,
    changeSet: presentChangeSet(row),
    costMicros,
    model,
    by: row.byName ?? 'A former member',
    note,
    createdAt: row.createdAt.toISOString(),
  }
}

function presentChangeSet({
  changeSet,
  changeState,
  isUndone,
  runId,
  changeMessage,
}: ChatMessageRow): ChangeSetJson | null {
  if (!changeSet) return null
  return {
    ...changeSet,
    state: changeState === 'applied' && isUndone ? 'undone' : (changeState ?? 'proposed'),
    runId,
    message: changeMessage,
  }
}
