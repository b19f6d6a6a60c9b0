import { ExportsModule } from '@enrichify/features'
import { Module } from '@nestjs/common'
import { ExportsController } from './exports.controller.ts'

/** Exports and their downloads over HTTP. */
@Module({
  imports: [ExportsModule],
  controllers: [ExportsController],
})
export class ExportsApiModule {}
