import type { Chat, ChatMessage } from '@enrichify/contracts'
import { ChatRepository, Database, isDuplicate, type ChatMessageRow, type ChatRow, type Tx } from '@enrichify/database'
import { notFound, Refused, type ModelChoice, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { requirePermission } from '../core/require-permission.ts'
import { Outbox } from '../jobs/outbox.ts'
import { LiveService } from '../live/live.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { presentChat, presentMessage } from './present-chat.ts'

const MAX_CHATS = 100
const TITLE = 80
/**
 * Seconds without a sign of life after which an answer counts as abandoned. One that waits for a worker may take
 * longer.
 */
const FORGOTTEN = { streaming: 60, waiting: 600 }
const FORGOTTEN_NOTE = 'The answer was interrupted: its writer stopped. Ask again.'

/** Chats about a webset. The worker writes the answers. */
@Injectable()
export class ChatsService {
  constructor(
    private readonly database: Database,
    private readonly chats: ChatRepository,
    private readonly websets: WebsetsService,
    private readonly outbox: Outbox,
    private readonly live: LiveService,
  ) {}

  async list(principal: Principal, websetId: string): Promise<Chat[]> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      await this.websets.require(tx, websetId)
      return (await this.chats.list(tx, websetId, MAX_CHATS)).map(presentChat)
    })
  }

  async create(principal: Principal, websetId: string): Promise<Chat> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      await this.websets.require(tx, websetId)
      const id = await this.chats.create(tx, websetId, principal.userId, 'New chat')
      return tx.reply(presentChat(await this.#require(tx, id)))
    })
  }

  async get(principal: Principal, id: string): Promise<{ chat: Chat; messages: ChatMessage[] }> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      const chat = await this.#require(tx, id)
      await this.chats.endForgotten(tx, id, FORGOTTEN, FORGOTTEN_NOTE)
      return { chat: presentChat(chat), messages: (await this.chats.messages(tx, id)).map(presentMessage) }
    })
  }

  async remove(principal: Principal, id: string): Promise<void> {
    requirePermission(principal, 'websets.edit')
    await this.database.inScope(principal, async (tx) => {
      await this.#require(tx, id)
      await this.chats.remove(tx, id)
    })
  }

  /** Saves the question with a place for its answer and queues the job, in one transaction. */
  async ask(
    principal: Principal,
    id: string,
    input: { text: string; model: ModelChoice | null },
  ): Promise<{ questionId: string; answerId: string }> {
    requirePermission(principal, 'websets.read')
    try {
      return await this.database.inScope(principal, async (tx) => {
        const { websetId } = await this.#require(tx, id, { lock: true })
        await this.chats.endForgotten(tx, id, FORGOTTEN, FORGOTTEN_NOTE)
        const title = input.text.replaceAll(/\s+/g, ' ').slice(0, TITLE)
        const ids = await this.chats.ask(tx, id, {
          text: input.text,
          title,
          askedBy: principal.userId,
          tokenId: principal.tokenId,
          scopes: principal.scopes,
          choice: input.model,
        })
        await this.outbox.enqueue(tx, [
          { name: 'chats.answer', payload: { workspaceId: tx.workspaceId, messageId: ids.answerId } },
        ])
        const begun = (await this.chats.messages(tx, id))
          .filter((message) => message.id === ids.questionId || message.id === ids.answerId)
          .map(presentMessage)
        tx.afterCommit(() => this.live.chatStarted(tx.workspaceId, websetId, id, begun))
        return tx.reply(ids)
      })
    } catch (error) {
      if (isDuplicate(error, 'chat_messages_one_open'))
        throw new Refused('chat_busy', 'An answer is being written in this chat. Wait for it or stop it.', 'conflict')
      throw error
    }
  }

  /** Ends the answer at once for everyone who watches. A call that was sent may finish, since it is paid for. */
  async cancel(principal: Principal, messageId: string): Promise<ChatMessage> {
    requirePermission(principal, 'websets.read')
    return this.database.inScope(principal, async (tx) => {
      const before = await this.requireMessage(tx, messageId)
      await this.chats.end(tx, messageId, 'cancelled', null)
      const message = await this.requireMessage(tx, messageId)
      if (before.state !== message.state)
        tx.afterCommit(() => this.live.chatEnded(tx.workspaceId, message.websetId, presentMessage(message)))
      return presentMessage(message)
    })
  }

  async requireMessage(tx: Tx, id: string, options: { lock?: boolean } = {}): Promise<ChatMessageRow> {
    const message = await this.chats.message(tx, id, options)
    if (!message || !(await this.chats.find(tx, message.chatId))) throw notFound('message')
    return message
  }

  async #require(tx: Tx, id: string, options: { lock?: boolean } = {}): Promise<ChatRow> {
    const chat = await this.chats.find(tx, id, options)
    if (!chat) throw notFound('chat')
    return chat
  }
}
