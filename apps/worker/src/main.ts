import { createHeadlessServer, LIVE_ADAPTER, LiveEmitter, LOGGER, readConfig, Sweeper, type LiveAdapter, type Logger } from '@enrichify/features'
import { WorkerHost } from '@nestjs/bullmq'
import { NestFactory } from '@nestjs/core'
import { servedProcessors, WorkerModule } from './worker.module.ts'

const config = readConfig(process.env)
const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config), { logger: ['error', 'warn'], abortOnError: false })
const logger = app.get<Logger>(LOGGER)
const live = createHeadlessServer(app.get<LiveAdapter>(LIVE_ADAPTER))
app.get(LiveEmitter).attach(live)

for (const type of servedProcessors(config)) {
  const host = app.get<WorkerHost>(type, { strict: false })
  host.worker.concurrency = config.WORKER_CONCURRENCY
  // A connection that was lost comes back by itself; without a listener its error would end the process.
  host.worker.on('error', (error) => logger.warn({ code: (error as NodeJS.ErrnoException).code }, 'The queue is away for a moment'))
  void host.worker.run()
}
app.get(Sweeper).start()
process.send?.('ready')
logger.info({ queues: config.WORKER_QUEUES, concurrency: config.WORKER_CONCURRENCY }, 'The worker is ready')

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  // The adapter gives its listening connection back; the pool would wait for it for ever.
  await live.of('/').adapter.close()
  await app.close()
  process.exit(0)
}
process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())
// The launcher is gone: nobody else would end this process.
process.on('disconnect', () => void stop())
process.on('unhandledRejection', (error) => logger.error({ err: error }, 'An unhandled rejection'))
