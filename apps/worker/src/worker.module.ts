import { QUEUES } from '@enrichify/contracts'
import {
  CoreModule,
  HealthModule,
  JobHandlersModule,
  MaintenanceModule,
  QUEUE_CONNECTION,
  type Config,
  type QueueConnection,
} from '@enrichify/features'
import { BullModule } from '@nestjs/bullmq'
import { Module, type DynamicModule, type Type } from '@nestjs/common'
import { processorFor, type QueueHost } from './processors/processor.ts'

const PROCESSORS = new Map(QUEUES.map((queue) => [queue, processorFor(queue)]))

/** The queues that this process serves, each with its processor. Throws if the settings name an unknown queue. */
export function servedQueues(config: Config): { name: (typeof QUEUES)[number]; processor: Type<QueueHost> }[] {
  const unknown = config.WORKER_QUEUES.filter((name) => !(QUEUES as readonly string[]).includes(name))
  if (unknown.length) throw new Error(`WORKER_QUEUES names ${unknown.join(', ')}; there are ${QUEUES.join(', ')}.`)
  return QUEUES.filter((name) => config.WORKER_QUEUES.includes(name)).map((name) => ({
    name,
    processor: PROCESSORS.get(name)!,
  }))
}

@Module({ imports: [JobHandlersModule, MaintenanceModule, HealthModule] })
export class WorkerModule {
  static forRoot(config: Config): DynamicModule {
    const served = servedQueues(config)
    return {
      module: WorkerModule,
      imports: [
        CoreModule.forRoot('worker', config),
        BullModule.forRootAsync({
          inject: [QUEUE_CONNECTION],
          useFactory: (connection: QueueConnection) => ({ connection: connection.options }),
        }),
        BullModule.registerQueue(...served.map(({ name }) => ({ name }))),
      ],
      providers: served.map(({ processor }) => processor),
    }
  }
}
