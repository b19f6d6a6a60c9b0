import { SampleModule, WebsetsModule } from '@enrichify/features'
import { Module } from '@nestjs/common'
import { AuthApiModule } from '../auth/auth.module.ts'
import { LiveGateway } from './live.gateway.ts'
import { SocketLimits } from './socket-limits.ts'

/** Events over sockets. */
@Module({
  imports: [AuthApiModule, WebsetsModule, SampleModule],
  providers: [LiveGateway, { provide: SocketLimits, useFactory: () => new SocketLimits() }],
  exports: [SocketLimits],
})
export class LiveApiModule {}
