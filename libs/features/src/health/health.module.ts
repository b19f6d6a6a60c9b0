import { Module } from '@nestjs/common'
import { PagesModule } from '../pages/pages.module.ts'
import { HealthService } from './health.service.ts'

/** Is the product well, is it ready, what are its numbers. For servers: it asks the queue. */
@Module({
  imports: [PagesModule],
  providers: [HealthService],
  exports: [HealthService],
})
export class HealthModule {}
