import { Module } from '@nestjs/common'
import { JobsModule } from '../jobs/jobs.module.ts'
import { LiveModule } from '../live/live.module.ts'
import { PagesModule } from '../pages/pages.module.ts'
import { ProvidersModule } from '../providers/providers.module.ts'
import { WebsetsModule } from '../websets/websets.module.ts'
import { BatchReader } from './batch-reader.ts'
import { BatchRunner } from './batch-runner.ts'
import { BatchWriter } from './batch-writer.ts'
import { CellRefresher } from './cell-refresher.ts'
import { ColumnTests } from './column-tests.ts'
import { LeaseKeeper } from './lease-keeper.ts'
import { RefreshReports } from './refresh-reports.ts'
import { RowFiller } from './row-filler.ts'
import { RunBatches } from './run-batches.ts'
import { RunBudget } from './run-budget.ts'
import { RunEstimates } from './run-estimates.ts'
import { RunEvents } from './run-events.ts'
import { RunPlanner } from './run-planner.ts'
import { RunReports } from './run-reports.ts'
import { AgentRung } from './rungs/agent/agent.rung.ts'
import { DataRung } from './rungs/data.rung.ts'
import { HttpRung } from './rungs/http.rung.ts'
import { Rungs } from './rungs/index.ts'
import { ModelRung } from './rungs/model.rung.ts'
import { PageFinder } from './rungs/page-finder.ts'
import { QuestionAsker } from './rungs/question-asker.ts'
import { SearchRung } from './rungs/search.rung.ts'
import { RunsService } from './runs.service.ts'
import { StepPricer } from './step-pricer.ts'

/** Runs: planned, priced, worked through in batches, and reported. */
@Module({
  imports: [WebsetsModule, PagesModule, ProvidersModule, JobsModule, LiveModule],
  providers: [
    AgentRung,
    BatchReader,
    BatchRunner,
    BatchWriter,
    CellRefresher,
    ColumnTests,
    DataRung,
    HttpRung,
    LeaseKeeper,
    ModelRung,
    PageFinder,
    QuestionAsker,
    RefreshReports,
    RowFiller,
    RunBatches,
    RunBudget,
    RunEstimates,
    RunEvents,
    RunPlanner,
    RunReports,
    Rungs,
    RunsService,
    SearchRung,
    StepPricer,
  ],
  exports: [BatchReader, BatchRunner, ColumnTests, RowFiller, RunEstimates, RunReports, RunsService],
})
export class EnrichmentModule {}
