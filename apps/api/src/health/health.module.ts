import { HealthModule } from '@enrichify/features'
import { Module } from '@nestjs/common'
import { HealthController } from './health.controller.ts'

/** What operations asks: health, readiness, metrics. */
@Module({
  imports: [HealthModule],
  controllers: [HealthController],
})
export class HealthApiModule {}
