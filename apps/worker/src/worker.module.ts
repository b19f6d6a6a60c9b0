import { QUEUES } from '@enrichify/contracts'
import { QUEUE_CONNECTION, ServerModule, type Config, type QueueConnection } from '@enrichify/features'
import { BullModule, type WorkerHost } from '@nestjs/bullmq'
import { Module, type DynamicModule, type Type } from '@nestjs/common'
import { ChatsProcessor } from './processors/chats.processor.ts'
import { EnrichmentProcessor } from './processors/enrichment.processor.ts'
import { ExportsProcessor } from './processors/exports.processor.ts'
import { ImportsProcessor } from './processors/imports.processor.ts'

const PROCESSORS = {
  enrichment: EnrichmentProcessor,
  imports: ImportsProcessor,
  exports: ExportsProcessor,
  chats: ChatsProcessor,
} satisfies Record<(typeof QUEUES)[number], Type<WorkerHost>>

function servedQueues(config: Config): (typeof QUEUES)[number][] {
  const unknown = config.WORKER_QUEUES.filter((name) => !(QUEUES as readonly string[]).includes(name))
  if (unknown.length) throw new Error(`WORKER_QUEUES names ${unknown.join(', ')}; there are ${QUEUES.join(', ')}.`)
  return QUEUES.filter((name) => config.WORKER_QUEUES.includes(name))
}

export function servedProcessors(config: Config): Type<WorkerHost>[] {
  return servedQueues(config).map((name) => PROCESSORS[name])
}

@Module({})
export class WorkerModule {
  /** One processor per queue that this process serves. */
  static forRoot(config: Config): DynamicModule {
    const served = servedQueues(config)
    return {
      module: WorkerModule,
      imports: [
        ServerModule.forRoot('worker', config),
        BullModule.forRootAsync({
          inject: [QUEUE_CONNECTION],
          useFactory: (connection: QueueConnection) => ({ connection: connection.options }),
        }),
        BullModule.registerQueue(...served.map((name) => ({ name }))),
      ],
      providers: served.map((name) => PROCESSORS[name]),
    }
  }
}
