import { Module } from '@nestjs/common'
import { PagesModule } from '../pages/pages.module.ts'
import { ProvidersModule } from '../providers/providers.module.ts'
import { HealthDetails } from './health-details.ts'
import { HealthService } from './health.service.ts'

/** Whether the product is healthy and ready, and its metrics. Servers only, because it asks the queue. */
@Module({
  imports: [PagesModule, ProvidersModule],
  providers: [HealthDetails, HealthService],
  exports: [HealthDetails, HealthService],
})
export class HealthModule {}
