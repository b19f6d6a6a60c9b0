import type { ChatMessage, LiveEventName, LivePayload } from '@enrichify/contracts'
import type { ModelChoice, Principal } from '@enrichify/domain'
import { LiveEmitter } from '@enrichify/platform'
import { afterAll, beforeAll, beforeEach, expect, vi } from 'vitest'
import { ChatsService } from '../chats/chats.service.ts'
import { ConnectionsService } from '../providers/connections.service.ts'
import { RowsService } from '../websets/rows.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { ChatModel, type ChatReply } from './chat-model.ts'
import { openTestServices, type TestServices } from './open-test-services.ts'

const PRICE = {
  model: 'chat-1',
  inputMicrosPerMillion: 1_000_000,
  cachedInputMicrosPerMillion: 1_000_000,
  outputMicrosPerMillion: 4_000_000,
}
/** 1,000 tokens in and 50 out at that price. */
export const COST = 1200
const LIST = 'Company,Phone,City,Employees\nAcme,+49 30 1234567,Berlin,10\nBolt,,Berlin,30\nCord,,Hamburg,50\n'
export const NO_CHANGES = {
  title: '',
  add_columns: [],
  edits: [],
  filter: [],
  sort: '',
  run: { columns: [], rows: 'none', row_ids: [] },
}

export const propose = (changes: object): ChatReply => ({
  calls: [{ name: 'propose_changes', arguments: { ...NO_CHANGES, ...changes } }],
})
export const until = async (isTrue: () => boolean | Promise<boolean>): Promise<void> => {
  await expect.poll(async () => isTrue(), { timeout: 10_000, interval: 10 }).toBe(true)
}

interface OpenChat {
  who: Principal
  websetId: string
  chatId: string
}

/** For specs of chats: a sheet of three firms, a chat about it, and a model on loopback that streams by a script. */
export function useChatBench() {
  let services: TestServices
  let model: ChatModel
  let heard: { [N in LiveEventName]: { name: N; payload: LivePayload<N> } }[LiveEventName][]
  beforeAll(async () => {
    model = await ChatModel.open()
    services = await openTestServices({ OFFLINE: false, ALLOWED_PRIVATE_HOSTS: [model.host], CALL_CACHE_DAYS: 0 })
    vi.spyOn(services.get(LiveEmitter), 'emit').mockImplementation(
      (_room, name, payload) => void heard.push({ name, payload } as (typeof heard)[number]),
    )
  })
  afterAll(async () => {
    await services.close()
    model.close()
  })
  beforeEach(() => {
    heard = []
    model.asked.length = 0
    model.finished = 0
    model.pace = async () => {}
    model.reply = () => ({ words: ['Hello.'] })
  })

  async function openChat(options: { model?: boolean; role?: 'viewer' | 'manager' } = {}): Promise<OpenChat> {
    const manager = await services.createMember()
    const { websetId } = await services.importText(manager, LIST)
    if (options.model !== false)
      await services.get(ConnectionsService).add(manager, {
        providerId: 'openai-compatible',
        owner: 'workspace',
        settings: { baseUrl: `http://${model.host}/v1` },
        key: 'sk-chat',
        defaultModel: 'chat-1',
        prices: [PRICE],
      })
    const who = options.role === 'viewer' ? await services.createMember('viewer', manager.workspaceId) : manager
    const { id: chatId } = await services.get(ChatsService).create(who, websetId)
    heard = []
    return { who, websetId, chatId }
  }
  const ask = async ({ who, chatId }: OpenChat, text: string, choice: ModelChoice | null = null) =>
    (await services.get(ChatsService).ask(who, chatId, { text, model: choice })).answerId
  const messages = async ({ who, chatId }: OpenChat) => (await services.get(ChatsService).get(who, chatId)).messages
  const say = async (chat: OpenChat, text: string): Promise<ChatMessage> => {
    const id = await ask(chat, text)
    await services.idle()
    return (await messages(chat)).find((message) => message.id === id)!
  }
  const cells = async ({ who, websetId }: OpenChat) =>
    (await services.get(RowsService).window(who, websetId, { limit: 50 })).rows.map((row) => row.cells)
  const columns = async ({ who, websetId }: OpenChat) =>
    (await services.get(WebsetsService).get(who, websetId)).columns.map(({ name }) => name)
  /** The text that a client shows if it started empty and applied every event. */
  function shown(id: string): string {
    let text = ''
    for (const { name, payload } of heard) {
      if (name === 'chat.start') text = payload.messages.find((message) => message.id === id)?.text ?? text
      if (name === 'chat.delta' && payload.messageId === id) {
        expect(payload.at).toBe(text.length)
        text += payload.text
      }
      if (name === 'chat.end' && payload.message.id === id) text = payload.message.text
    }
    return text
  }

  return {
    get model() {
      return model
    },
    get services() {
      return services
    },
    get heard() {
      return heard
    },
    get chats() {
      return services.get(ChatsService)
    },
    openChat,
    ask,
    messages,
    say,
    cells,
    columns,
    shown,
  }
}
