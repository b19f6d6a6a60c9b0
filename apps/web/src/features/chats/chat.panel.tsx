import type { Chat, ChangeSetJson, ChatMessage, Filter, Webset } from '@enrichify/contracts'
import type { ModelChoice } from '@enrichify/domain'
import { History, MessageSquareText, SquarePen, Trash2 } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { Action } from '../../actions/action.ts'
import type { Allowed } from '../../api/use-session.ts'
import { isOpen } from '../../live/merge-messages.ts'
import { IconButton } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { isNotFound } from '../../ui/error-text.ts'
import { Menu } from '../../ui/menu.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { SheetViewState } from '../../view/view-state.ts'
import { ChangeSetCard } from './change-set-card.tsx'
import { ChatComposer } from './chat-composer.tsx'
import { ChatExamples } from './chat-examples.tsx'
import { ChatMessageView } from './chat-message.tsx'
import { useChat, useChatChanges, useChats, type ChatChanges } from './use-chat.ts'

interface PanelProps {
  webset: Webset
  /** A chat's id; `latest`: the one that was used last; `new`: none yet. */
  wanted: string
  view: SheetViewState
  mayEdit: Allowed
  mayRun: Allowed
  onClose: () => void
  /** Columns or cells may have changed. */
  onChanged: () => void
}

/** Questions beside the sheet. Answers stream in through the live events; proposed changes wait for a click. */
export function ChatPanel({ webset, wanted, view, mayEdit, mayRun, onClose, onChanged }: PanelProps) {
  const chats = useChats(webset.id)
  const list = chats.data?.chats ?? []
  const id =
    wanted === 'new' ? null : wanted === 'latest' ? (list.find(({ messages }) => messages > 0)?.id ?? null) : wanted
  const query = useChat(id)
  const changes = useChatChanges(webset.id, view.setChat)
  const [text, setText] = useState('')
  const [model, setModel] = useState<ModelChoice | null>(null)
  const messages = id ? (query.data?.messages ?? []) : []
  const open = messages.find(isOpen)
  const end = useStickToEnd(messages)
  const ask = (question: string) => {
    if (open || changes.ask.isPending) return
    changes.ask.mutate({ chatId: id, text: question.trim(), model }, { onSuccess: () => setText('') })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return
    event.stopPropagation()
    changes.cancel.mutate(open.id)
  }
  const loading = (wanted === 'latest' && chats.isPending) || (id !== null && query.isPending)
  const isEmpty = !loading && !query.isError && messages.length === 0
  return (
    <SidePanel
      title="Ask the sheet"
      subtitle={query.data && id ? query.data.chat.title : 'Nothing changes until you apply it'}
      full
      onClose={onClose}
      actions={<ChatMenu chats={list} id={id} mayEdit={mayEdit} view={view} changes={changes} />}
      footer={
        <div onKeyDown={onKeyDown}>
          <ChatComposer
            text={text}
            onText={setText}
            model={model}
            onModel={setModel}
            busy={open !== undefined}
            sending={changes.ask.isPending}
            error={changes.ask.error}
            onSend={() => ask(text)}
            onStop={() => open && changes.cancel.mutate(open.id)}
          />
        </div>
      }
    >
      {loading && <ChatSkeleton />}
      {!loading && query.isError && !query.data && (
        <ErrorState
          title={isNotFound(query.error) ? 'This chat is not here' : 'The chat could not be read'}
          error={query.error}
          onRetry={isNotFound(query.error) ? () => view.setChat('new') : () => void query.refetch()}
        />
      )}
      {isEmpty && <ChatExamples webset={webset} onAsk={ask} />}
      {messages.length > 0 && (
        <div role="log" aria-label="Conversation" onKeyDown={onKeyDown} className="flex flex-col gap-4 p-4">
          {messages.map((message) => (
            <ChatMessageView
              key={message.id}
              message={message}
              changes={
                message.changeSet && (
                  <MessageChanges
                    message={message}
                    set={message.changeSet}
                    {...{ webset, view, mayEdit, mayRun, changes, onChanged }}
                  />
                )
              }
            />
          ))}
          <div ref={end} />
        </div>
      )}
    </SidePanel>
  )
}

/** The card of one answer. Its filters are applied here, because the view belongs to this page. */
function MessageChanges({
  message,
  set,
  webset,
  view,
  mayEdit,
  mayRun,
  changes,
  onChanged,
}: {
  message: ChatMessage
  set: ChangeSetJson
  webset: Webset
  view: SheetViewState
  mayEdit: Allowed
  mayRun: Allowed
  changes: ChatChanges
  onChanged: () => void
}) {
  const before = useRef<{ filters: Filter[]; sort: string | null } | null>(null)
  const filter = set.changes.find((change) => change.kind === 'filter')
  const apply = () =>
    changes.apply.mutate(message.id, {
      onSuccess: () => {
        before.current = { filters: view.view.filters, sort: view.view.sort }
        if (filter)
          view.setShown(filter.filters, filter.sort ? `${filter.sort.column}:${filter.sort.direction}` : view.view.sort)
        onChanged()
      },
    })
  const undo = () =>
    changes.undo.mutate(message.id, {
      onSuccess: () => {
        if (filter && JSON.stringify(view.view.filters) === JSON.stringify(filter.filters))
          view.setShown(before.current?.filters ?? [], before.current?.sort ?? null)
        onChanged()
      },
    })
  const busy = [changes.apply, changes.undo, changes.dismiss].some(
    (change) => change.isPending && change.variables === message.id,
  )
  return (
    <ChangeSetCard
      set={set}
      webset={webset}
      mayEdit={mayEdit}
      mayRun={mayRun}
      busy={busy}
      onApply={apply}
      onUndo={undo}
      onDismiss={() => changes.dismiss.mutate(message.id)}
    />
  )
}

function ChatMenu({
  chats,
  id,
  mayEdit,
  view,
  changes,
}: {
  chats: readonly Chat[]
  id: string | null
  mayEdit: Allowed
  view: SheetViewState
  changes: ChatChanges
}) {
  const past = chats.filter(({ messages }) => messages > 0)
  const actions: Action[] = [
    ...past.slice(0, 20).map((chat): Action => ({
      name: `chat.open.${chat.id}`,
      label: chat.title,
      icon: MessageSquareText,
      group: 'Chats',
      checked: chat.id === id,
      run: () => view.setChat(chat.id),
    })),
    ...(id
      ? [
          {
            name: 'chat.delete',
            label: 'Delete this chat',
            icon: Trash2,
            group: 'Danger',
            danger: true,
            canRun: () => mayEdit,
            run: () => changes.remove.mutate(id, { onSuccess: () => view.setChat('new') }),
          } satisfies Action,
        ]
      : []),
  ]
  return (
    <>
      {actions.length > 0 && (
        <Menu
          label="Chats of this webset"
          placement="bottom-end"
          actions={actions}
          trigger={<IconButton icon={History} label="Chats of this webset" />}
        />
      )}
      <IconButton icon={SquarePen} label="New chat" onClick={() => view.setChat('new')} />
    </>
  )
}

const NEAR = 80

/** Follows the end of the conversation, unless the reader has scrolled up. */
function useStickToEnd(messages: readonly ChatMessage[]) {
  const end = useRef<HTMLDivElement>(null)
  const stuck = useRef(true)
  const scroller = () => end.current?.parentElement?.parentElement ?? null
  const last = messages.at(-1)
  useEffect(() => {
    const box = scroller()
    const onScroll = () =>
      void (stuck.current = box !== null && box.scrollHeight - box.scrollTop - box.clientHeight < NEAR)
    box?.addEventListener('scroll', onScroll, { passive: true })
    return () => box?.removeEventListener('scroll', onScroll)
  }, [messages.length > 0])
  useLayoutEffect(() => {
    stuck.current = true
  }, [messages.length])
  useLayoutEffect(() => {
    const box = scroller()
    if (box && stuck.current) box.scrollTop = box.scrollHeight
  }, [messages.length, last?.text, last?.state, last?.steps.length, last?.changeSet?.state])
  return end
}

function ChatSkeleton() {
  return (
    <div role="status" aria-label="Loading the chat" className="flex flex-col gap-4 p-4">
      <Skeleton className="h-9 w-2/3 self-end" />
      <Skeleton className="h-3 w-5/6" />
      <Skeleton className="h-3 w-1/2" />
    </div>
  )
}
