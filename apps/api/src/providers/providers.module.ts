import { ProvidersModule } from '@enrichify/features'
import { Module } from '@nestjs/common'
import { ProvidersController } from './providers.controller.ts'
import { SpendingController } from './spending.controller.ts'

/** Connected services and what they cost over HTTP. */
@Module({
  imports: [ProvidersModule],
  controllers: [ProvidersController, SpendingController],
})
export class ProvidersApiModule {}
