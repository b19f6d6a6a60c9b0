import { Module } from '@nestjs/common'
import { IdempotencyService } from './idempotency.service.ts'

/** One effect per Idempotency-Key. */
@Module({
  providers: [IdempotencyService],
  exports: [IdempotencyService],
})
export class IdempotencyModule {}
