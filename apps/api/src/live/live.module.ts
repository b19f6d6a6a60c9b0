import { LOGGER, METRICS, SampleModule, WebsetsModule, type Logger, type Metrics } from '@enrichify/features'
import { Module } from '@nestjs/common'
import { AuthApiModule } from '../auth/auth.module.ts'
import { LiveGateway } from './live.gateway.ts'
import { SocketLimits } from './socket-limits.ts'

function makeLimits(metrics: Metrics, log: Logger): SocketLimits {
  return new SocketLimits({
    opened: (change) => metrics.sockets.inc(change),
    refused: (what) => metrics.limitsHit.inc({ limit: what === 'messages' ? 'socket messages' : 'sockets' }),
    cut: (userId) => log.warn({ userId }, 'A socket sent too many messages and was closed'),
  })
}

/** Events over sockets. */
@Module({
  imports: [AuthApiModule, WebsetsModule, SampleModule],
  providers: [LiveGateway, { provide: SocketLimits, inject: [METRICS, LOGGER], useFactory: makeLimits }],
  exports: [SocketLimits],
})
export class LiveApiModule {}
