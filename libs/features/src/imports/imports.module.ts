import { Module } from '@nestjs/common'
import { JobsModule } from '../jobs/jobs.module.ts'
import { LiveModule } from '../live/live.module.ts'
import { WebsetsModule } from '../websets/websets.module.ts'
import { ImportReports } from './import-reports.ts'
import { ImportRunner } from './import-runner.ts'
import { ImportsService } from './imports.service.ts'
import { PastesService } from './pastes.service.ts'
import { UploadedFiles } from './reading/uploaded-files.ts'

/** Files and pasted text become rows. */
@Module({
  imports: [WebsetsModule, JobsModule, LiveModule],
  providers: [ImportReports, ImportRunner, ImportsService, PastesService, UploadedFiles],
  exports: [ImportRunner, ImportsService, PastesService],
})
export class ImportsModule {}
