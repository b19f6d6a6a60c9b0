import { ImportsModule } from '@enrichify/features'
import { Module } from '@nestjs/common'
import { ImportsController } from './imports.controller.ts'

/** Uploads, previews and imports over HTTP. */
@Module({
  imports: [ImportsModule],
  controllers: [ImportsController],
})
export class ImportsApiModule {}
