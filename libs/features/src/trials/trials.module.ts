import { Module } from '@nestjs/common'
import { EnrichmentModule } from '../enrichment/enrichment.module.ts'
import { JobsModule } from '../jobs/jobs.module.ts'
import { WebsetsModule } from '../websets/websets.module.ts'
import { TrialPlanner } from './trial-planner.ts'
import { TrialReader } from './trial-reader.ts'
import { TrialReports } from './trial-reports.ts'
import { TrialRunner } from './trial-runner.ts'
import { TrialsService } from './trials.service.ts'

/** Plans tried over rows without writing. */
@Module({
  imports: [EnrichmentModule, WebsetsModule, JobsModule],
  providers: [TrialPlanner, TrialReader, TrialReports, TrialRunner, TrialsService],
  exports: [TrialRunner, TrialsService],
})
export class TrialsModule {}
