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
  type Empty,
  type Input,
  type Output,
} from '@enrichify/contracts'
import type { Principal } from '@enrichify/domain'
import { ChangeSetsService, ChatsService } from '@enrichify/features'
import { Controller } from '@nestjs/common'
import { Who } from '../http/access.ts'
import { Handles } from '../http/endpoint.decorator.ts'
import { StartsWork } from '../http/throttle.ts'

@Controller()
export class ChatsController {
  constructor(
    private readonly chats: ChatsService,
    private readonly changes: ChangeSetsService,
  ) {}

  @Handles(listChats)
  async list({ params }: Input<typeof listChats>, @Who() who: Principal): Promise<Output<typeof listChats>> {
    return { chats: await this.chats.list(who, params.id) }
  }

  @Handles(createChat)
  create({ params }: Input<typeof createChat>, @Who() who: Principal): Promise<Chat> {
    return this.chats.create(who, params.id)
  }

  @Handles(getChat)
  get({ params }: Input<typeof getChat>, @Who() who: Principal): Promise<Output<typeof getChat>> {
    return this.chats.get(who, params.id)
  }

  @Handles(deleteChat)
  async remove({ params }: Input<typeof deleteChat>, @Who() who: Principal): Promise<Empty> {
    await this.chats.remove(who, params.id)
    return {}
  }

  @StartsWork()
  @Handles(askChat)
  ask({ params, body }: Input<typeof askChat>, @Who() who: Principal): Promise<Output<typeof askChat>> {
    return this.chats.ask(who, params.id, body)
  }

  @Handles(cancelChatMessage)
  cancel({ params }: Input<typeof cancelChatMessage>, @Who() who: Principal): Promise<ChatMessage> {
    return this.chats.cancel(who, params.id)
  }

  @StartsWork()
  @Handles(applyChanges)
  apply({ params, body }: Input<typeof applyChanges>, @Who() who: Principal): Promise<ChatMessage> {
    return this.changes.apply(who, params.id, body.budgetMicros)
  }

  @Handles(undoChanges)
  undo({ params }: Input<typeof undoChanges>, @Who() who: Principal): Promise<ChatMessage> {
    return this.changes.undo(who, params.id)
  }

  @Handles(dismissChanges)
  dismiss({ params }: Input<typeof dismissChanges>, @Who() who: Principal): Promise<ChatMessage> {
    return this.changes.dismiss(who, params.id)
  }
}
