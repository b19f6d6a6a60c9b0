import { EnrichmentModule, TrialsModule } from '@enrichify/features'
import { Module } from '@nestjs/common'
import { RunsController } from './runs.controller.ts'
import { TrialsController } from './trials.controller.ts'

/** Runs, their prices and reports, and trials over HTTP. */
@Module({
  imports: [EnrichmentModule, TrialsModule],
  controllers: [RunsController, TrialsController],
})
export class EnrichmentApiModule {}
