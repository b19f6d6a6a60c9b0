import { CELL_STATES, CHANGE_SET_STATES, COLUMN_KINDS, FACT_KINDS } from '@enrichify/domain'
import { z } from 'zod'
import { columnModel } from './columns.ts'
import { endpoint } from './endpoint.ts'
import { websetParams } from './fields.ts'
import { filter } from './rows.ts'

const instant = z.iso.datetime()
const micros = z.number().int()

/** One operation of a change set. Columns are given by id, or by the name of a column that the same set adds. */
export const chatChange = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('addColumn'),
    name: z.string(),
    columnKind: z.enum(COLUMN_KINDS),
    question: z.string().nullable(),
    fact: z.enum(FACT_KINDS).nullable(),
  }),
  /** `before`: the cell’s text at the time of the proposal. */
  z.object({
    kind: z.literal('editCells'),
    edits: z.array(
      z.object({
        rowId: z.number().int(),
        columnId: z.string(),
        text: z.string(),
        before: z.string(),
        beforeState: z.enum(CELL_STATES).nullable(),
      }),
    ),
  }),
  /** Changes what is shown and nothing else. The client applies it. */
  z.object({
    kind: z.literal('filter'),
    filters: z.array(filter),
    sort: z.object({ column: z.string(), direction: z.enum(['asc', 'desc']) }).nullable(),
  }),
  z.object({
    kind: z.literal('run'),
    columns: z.array(z.string()),
    scope: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('all') }),
      z.object({ kind: z.literal('only_empty') }),
      z.object({ kind: z.literal('rows'), rowIds: z.array(z.number().int()) }),
    ]),
  }),
])
export type ChatChange = z.output<typeof chatChange>

/**
 * What applying would cost. Only its run costs anything. `budgetMicros`: where the run stops unless the user says
 * otherwise.
 */
export const chatPrice = z.object({
  rows: z.number().int(),
  cells: z.number().int(),
  calls: z.number().int(),
  p50Micros: micros,
  p90Micros: micros,
  budgetMicros: micros,
  problems: z.array(z.string()),
})
export type ChatPrice = z.output<typeof chatPrice>

export const changeSet = z.object({
  title: z.string(),
  changes: z.array(chatChange),
  price: chatPrice,
  state: z.enum(CHANGE_SET_STATES),
  /** The run that applying it started. Null with a message says why there is none. */
  runId: z.uuid().nullable(),
  message: z.string().nullable(),
})
export type ChangeSetJson = z.output<typeof changeSet>

export const CHAT_STATES = ['waiting', 'streaming', 'done', 'cancelled', 'failed'] as const
export type ChatState = (typeof CHAT_STATES)[number]

/** A tool that was called, in words. */
export const chatStep = z.object({ tool: z.string(), summary: z.string(), ok: z.boolean() })
export type ChatStep = z.output<typeof chatStep>

export const chatMessage = z
  .object({
    id: z.uuid(),
    chatId: z.uuid(),
    seq: z.number().int(),
    role: z.enum(['person', 'assistant']),
    /** Markdown. Page text may have shaped it, so it is shown without HTML and images, and with http(s) links only. */
    text: z.string(),
    state: z.enum(CHAT_STATES),
    steps: z.array(chatStep),
    changeSet: changeSet.nullable(),
    costMicros: micros,
    /** Null: answered without a model, or not answered yet. */
    model: z.string().nullable(),
    /** Who asked. It is the same person for the question and its answer. */
    by: z.string(),
    /** Why it failed, or what it did without. */
    note: z.string().nullable(),
    createdAt: instant,
  })
  .meta({ id: 'ChatMessage' })
export type ChatMessage = z.output<typeof chatMessage>

export const chat = z
  .object({
    id: z.uuid(),
    websetId: z.uuid(),
    title: z.string(),
    messages: z.number().int(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Chat' })
export type Chat = z.output<typeof chat>

const chatParams = z.object({ id: z.uuid() })
export const listChats = endpoint({
  method: 'GET',
  path: '/websets/:id/chats',
  summary: 'Chats over a webset, latest first',
  params: websetParams,
  response: z.object({ chats: z.array(chat) }),
})
export const createChat = endpoint({
  method: 'POST',
  path: '/websets/:id/chats',
  summary: 'Begin a chat over a webset',
  params: websetParams,
  response: chat,
})
export const getChat = endpoint({
  method: 'GET',
  path: '/chats/:id',
  summary: 'A chat with its messages',
  params: chatParams,
  response: z.object({ chat, messages: z.array(chatMessage) }),
})
export const deleteChat = endpoint({
  method: 'DELETE',
  path: '/chats/:id',
  summary: 'Remove a chat; what it cost stays in the ledger',
  params: chatParams,
  response: z.object({}),
})
export const askChat = endpoint({
  method: 'POST',
  path: '/chats/:id/messages',
  summary:
    'Ask about the sheet; the answer streams over the socket (chat.start, chat.delta, chat.end) and is ' +
    'saved as it comes',
  params: chatParams,
  body: z.object({
    text: z.string().trim().min(1).max(4000),
    /** Null: the workspace’s first model. */
    model: columnModel.nullable().default(null),
  }),
  response: z.object({ questionId: z.uuid(), answerId: z.uuid() }),
})
export const cancelChatMessage = endpoint({
  method: 'POST',
  path: '/chats/messages/:id/cancel',
  summary: 'Stop an answer; what was said stays, and a call that was sent is still paid for',
  params: chatParams,
  response: chatMessage,
  status: 200,
})
export const applyChanges = endpoint({
  method: 'POST',
  path: '/chats/messages/:id/apply',
  summary: 'Apply the change set of an answer, once and as one step; asked again, it changes nothing',
  params: chatParams,
  /** When left out: the most that its run probably costs. */
  body: z.object({ budgetMicros: z.number().int().min(0).max(1_000_000_000_000).nullable().optional() }),
  response: chatMessage,
  status: 200,
})
export const undoChanges = endpoint({
  method: 'POST',
  path: '/chats/messages/:id/undo',
  summary: 'Take back the change set of an answer as one step',
  params: chatParams,
  response: chatMessage,
  status: 200,
})
export const dismissChanges = endpoint({
  method: 'POST',
  path: '/chats/messages/:id/dismiss',
  summary: 'Put the change set of an answer aside',
  params: chatParams,
  response: chatMessage,
  status: 200,
})
