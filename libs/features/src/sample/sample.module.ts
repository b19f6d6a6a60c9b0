import { Module } from '@nestjs/common'
import { EnrichmentModule } from '../enrichment/enrichment.module.ts'
import { PagesModule } from '../pages/pages.module.ts'
import { WebsetsModule } from '../websets/websets.module.ts'
import { SampleService } from './sample.service.ts'

/** The webset that the first start shows. */
@Module({
  imports: [EnrichmentModule, WebsetsModule, PagesModule],
  providers: [SampleService],
  exports: [SampleService],
})
export class SampleModule {}
