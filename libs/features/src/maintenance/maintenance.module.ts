import { Module } from '@nestjs/common'
import { EnrichmentModule } from '../enrichment/enrichment.module.ts'
import { ExportsModule } from '../exports/exports.module.ts'
import { ImportsModule } from '../imports/imports.module.ts'
import { JobsModule } from '../jobs/jobs.module.ts'
import { WebsetsModule } from '../websets/websets.module.ts'
import { CHORE_CLASSES, CHORES, EachWorkspace, type Chore } from './chores.ts'
import { Sweeper } from './sweeper.ts'

/** What the worker does between jobs. */
@Module({
  imports: [EnrichmentModule, ExportsModule, ImportsModule, JobsModule, WebsetsModule],
  providers: [
    EachWorkspace,
    ...CHORE_CLASSES,
    { provide: CHORES, inject: CHORE_CLASSES, useFactory: (...chores: Chore[]) => chores },
    Sweeper,
  ],
  exports: [Sweeper],
})
export class MaintenanceModule {}
