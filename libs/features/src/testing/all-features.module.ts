import type { Config } from '@enrichify/platform'
import type { DynamicModule } from '@nestjs/common'
import { AuthModule } from '../auth/auth.module.ts'
import { CoreModule } from '../core/core.module.ts'
import { JobHandlersModule } from '../handlers/handlers.module.ts'
import { IdempotencyModule } from '../idempotency/idempotency.module.ts'
import { SampleModule } from '../sample/sample.module.ts'

/**
 * Every feature that works without a queue, as the command line has them. Features that are not listed here come with
 * the ones that import them.
 */
export class AllFeaturesModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: AllFeaturesModule,
      imports: [CoreModule.forRoot('cli', config), AuthModule, IdempotencyModule, JobHandlersModule, SampleModule],
    }
  }
}
