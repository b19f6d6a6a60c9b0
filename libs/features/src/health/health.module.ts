import { Module } from '@nestjs/common'
import { PagesModule } from '../pages/pages.module.ts'
import { HealthService } from './health.service.ts'

/** Whether the product is healthy and ready, and its metrics. Servers only, because it asks the queue. */
@Module({
  imports: [PagesModule],
  providers: [HealthService],
  exports: [HealthService],
})
export class HealthModule {}
