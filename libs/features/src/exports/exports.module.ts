import { Module } from '@nestjs/common'
import { JobsModule } from '../jobs/jobs.module.ts'
import { LiveModule } from '../live/live.module.ts'
import { WebsetsModule } from '../websets/websets.module.ts'
import { ExportRunner } from './export-runner.ts'
import { ExportReader } from './export-source.ts'
import { DownloadLinks, ExportsService } from './exports.service.ts'

/** Rows become files. */
@Module({
  imports: [WebsetsModule, JobsModule, LiveModule],
  providers: [DownloadLinks, ExportReader, ExportRunner, ExportsService],
  exports: [DownloadLinks, ExportRunner, ExportsService],
})
export class ExportsModule {}
