import { ChatsModule } from '@enrichify/features'
import { Module } from '@nestjs/common'
import { ChatsController } from './chats.controller.ts'

/** Chats and their change sets over HTTP. */
@Module({
  imports: [ChatsModule],
  controllers: [ChatsController],
})
export class ChatsApiModule {}
