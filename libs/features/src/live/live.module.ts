import { Module } from '@nestjs/common'
import { LiveService } from './live.service.ts'

/** Events for everyone who watches a webset. */
@Module({
  providers: [LiveService],
  exports: [LiveService],
})
export class LiveModule {}
