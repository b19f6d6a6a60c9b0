import { Module } from '@nestjs/common'
import { ChatsModule } from '../chats/chats.module.ts'
import { EnrichmentModule } from '../enrichment/enrichment.module.ts'
import { ExportsModule } from '../exports/exports.module.ts'
import { ImportsModule } from '../imports/imports.module.ts'
import { JobRunner } from '../jobs/job-runner.ts'
import { JobsModule } from '../jobs/jobs.module.ts'
import { PagesModule } from '../pages/pages.module.ts'
import { TrialsModule } from '../trials/trials.module.ts'
import { JobHandlers } from './job-handlers.ts'

/** What each job does. */
@Module({
  imports: [JobsModule, EnrichmentModule, TrialsModule, ImportsModule, ExportsModule, PagesModule, ChatsModule],
  providers: [JobHandlers, { provide: JobRunner, useExisting: JobHandlers }],
  exports: [JobHandlers],
})
export class JobHandlersModule {}
