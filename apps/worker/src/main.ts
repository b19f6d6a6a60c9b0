import {
  createHeadlessServer,
  HealthService,
  LIVE_ADAPTER,
  liveAsProcess,
  LiveEmitter,
  LOGGER,
  planCrash,
  readConfig,
  Sweeper,
  type LiveAdapter,
  type Logger,
} from '@enrichify/features'
import { NestFactory } from '@nestjs/core'
import { openOperationsPort } from './operations-port.ts'
import type { QueueHost } from './processors/processor.ts'
import { servedQueues, WorkerModule } from './worker.module.ts'

await liveAsProcess(async () => {
  const config = readConfig(process.env)
  planCrash(config.CRASH_AT)
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config), {
    logger: false,
    abortOnError: false,
  })
  const logger = app.get<Logger>(LOGGER)
  const live = createHeadlessServer(app.get<LiveAdapter>(LIVE_ADAPTER))
  app.get(LiveEmitter).attach(live)
  for (const { processor } of servedQueues(config)) {
    const host = app.get<QueueHost>(processor, { strict: false })
    // A lost connection recovers on its own. Without a listener its error would end the process.
    host.worker.on('error', (error) =>
      logger.warn({ code: (error as NodeJS.ErrnoException).code }, 'The queue is away for a moment'),
    )
    host.start()
  }
  const port =
    config.WORKER_METRICS_PORT &&
    (await openOperationsPort(app.get(HealthService), config.WORKER_METRICS_PORT, config.HOST))
  app.get(Sweeper).start()
  process.send?.('ready')
  logger.info({ queues: config.WORKER_QUEUES, concurrency: config.WORKER_CONCURRENCY }, 'The worker is ready')
  return {
    stop: async () => {
      if (port) port.close()
      // The adapter returns its listening connection. Otherwise the pool would wait for it forever.
      await live.of('/').adapter.close()
      await app.close()
    },
    onRejection: (error) => logger.error({ err: error }, 'An unhandled rejection'),
  }
})
