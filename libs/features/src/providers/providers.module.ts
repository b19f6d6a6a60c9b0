import { Module } from '@nestjs/common'
import { LiveModule } from '../live/live.module.ts'
import { WebsetsModule } from '../websets/websets.module.ts'
import { CallLimiter } from './call-limiter.ts'
import { ConnectionDirectory } from './connection-directory.ts'
import { ConnectionsService } from './connections.service.ts'
import { KeyRotation } from './key-rotation.ts'
import { Ledger } from './ledger.service.ts'
import { PaidCalls } from './paid-calls.ts'
import { PracticeService } from './practice.service.ts'
import { ProviderGateway } from './provider-gateway.ts'
import { SpendingService } from './spending.service.ts'

/** Connected services: keys, prices, the ledger, and the one way to a paid call. */
@Module({
  imports: [WebsetsModule, LiveModule],
  providers: [
    CallLimiter,
    ConnectionDirectory,
    ConnectionsService,
    KeyRotation,
    Ledger,
    PaidCalls,
    PracticeService,
    ProviderGateway,
    SpendingService,
  ],
  exports: [ConnectionDirectory, ConnectionsService, KeyRotation, PracticeService, ProviderGateway, SpendingService],
})
export class ProvidersModule {}
