import { Module } from '@nestjs/common'
import { EnrichmentModule } from '../enrichment/enrichment.module.ts'
import { JobsModule } from '../jobs/jobs.module.ts'
import { LiveModule } from '../live/live.module.ts'
import { PagesModule } from '../pages/pages.module.ts'
import { ProvidersModule } from '../providers/providers.module.ts'
import { WebsetsModule } from '../websets/websets.module.ts'
import { ChangePricing } from './change-pricing.ts'
import { ChangeSetsService } from './change-sets.service.ts'
import { ChatAnswerer } from './chat-answerer.ts'
import { ChatsService } from './chats.service.ts'
import { ModelAnswers } from './model-answers.ts'
import { PageReader } from './page-reader.ts'
import { PlainAnswers } from './plain-answers.ts'
import { SheetAnswers } from './sheet-answers.ts'
import { SheetReader } from './sheet-reader.ts'

/** Questions about a sheet, and changes that a chat proposes. */
@Module({
  imports: [EnrichmentModule, WebsetsModule, PagesModule, ProvidersModule, JobsModule, LiveModule],
  providers: [
    ChangePricing,
    ChangeSetsService,
    ChatAnswerer,
    ChatsService,
    ModelAnswers,
    PageReader,
    PlainAnswers,
    SheetAnswers,
    SheetReader,
  ],
  exports: [ChangeSetsService, ChatAnswerer, ChatsService],
})
export class ChatsModule {}
