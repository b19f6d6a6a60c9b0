import { PagesModule } from '@enrichify/features'
import { Module } from '@nestjs/common'
import { ArchivesController } from './archives.controller.ts'
import { CapturesController } from './captures.controller.ts'

/** Archives and stored pages over HTTP. */
@Module({
  imports: [PagesModule],
  controllers: [ArchivesController, CapturesController],
})
export class PagesApiModule {}
