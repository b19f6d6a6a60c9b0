import {
  applyChanges,
  askChat,
  cancelChatMessage,
  createChat,
  deleteChat,
  dismissChanges,
  getChat,
  listChats,
  undoChanges,
  type Chat,
  type ChatMessage,
} from '@enrichify/contracts'
import type { ModelChoice } from '@enrichify/domain'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { isOpen, withMessages, withRead, type OpenChat } from '../../live/merge-messages.ts'
import { errorText } from '../../ui/error-text.ts'
import { toastProblem } from '../../ui/toast.ts'

/** An answer that is being written is read again after this time, in case an event was lost. */
const LOOK_MS = 5000

export function useChats(websetId: string) {
  return useQuery<{ chats: Chat[] }>({
    queryKey: keys.chats(websetId),
    queryFn: ({ signal }) => call(listChats, { params: { id: websetId }, signal }),
  })
}

export function useChat(id: string | null) {
  const client = useQueryClient()
  const queryKey = keys.chat(id ?? '')
  return useQuery<OpenChat>({
    queryKey,
    queryFn: async ({ signal }) => {
      const read = await call(getChat, { params: { id: id ?? '' }, signal })
      return withRead(client.getQueryData<OpenChat>(queryKey), read)
    },
    enabled: id !== null,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.messages.some(isOpen) ? LOOK_MS : false),
  })
}

/** Everything that can be done in a chat. The server's answer is shown at once, even when the socket is away. */
export function useChatChanges(websetId: string, onBegun: (chatId: string) => void) {
  const client = useQueryClient()
  const put = (message: ChatMessage) =>
    client.setQueryData<OpenChat>(keys.chat(message.chatId), (chat) => chat && withMessages(chat, [message]))
  const onError = (error: unknown) => void toastProblem(errorText(error))
  const ask = useMutation({
    mutationFn: async ({ chatId, text, model }: { chatId: string | null; text: string; model: ModelChoice | null }) => {
      const id = chatId ?? (await call(createChat, { params: { id: websetId } })).id
      await call(askChat, { params: { id }, body: { text, model } })
      return id
    },
    onSuccess: async (id) => {
      onBegun(id)
      await client.invalidateQueries({ queryKey: keys.chat(id) })
      void client.invalidateQueries({ queryKey: keys.chats(websetId) })
    },
  })
  const cancel = useMutation({
    mutationFn: (id: string) => call(cancelChatMessage, { params: { id } }),
    onSuccess: put,
    onError,
  })
  const apply = useMutation({
    mutationFn: (id: string) => call(applyChanges, { params: { id }, body: {} }),
    onSuccess: put,
    onError,
  })
  const undo = useMutation({
    mutationFn: (id: string) => call(undoChanges, { params: { id } }),
    onSuccess: put,
    onError,
  })
  const dismiss = useMutation({
    mutationFn: (id: string) => call(dismissChanges, { params: { id } }),
    onSuccess: put,
    onError,
  })
  const remove = useMutation({
    mutationFn: (id: string) => call(deleteChat, { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.chats(websetId) }),
    onError,
  })
  return { ask, cancel, apply, undo, dismiss, remove }
}
export type ChatChanges = ReturnType<typeof useChatChanges>
