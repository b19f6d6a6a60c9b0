import { LOGGER, readConfig, type Logger } from '@enrichify/features'
import { createApp } from './create-app.ts'
import { answerLauncher } from './local-link.ts'

const config = readConfig(process.env)
const app = await createApp(config)
await app.listen(config.PORT, config.HOST)
const logger = app.get<Logger>(LOGGER)
const address = app.getHttpServer().address() as { port: number }
process.send?.({ ready: true, port: address.port })
answerLauncher(app)
logger.info({ port: address.port }, 'The API is ready')

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  // Keep-alive connections of browsers would hold the server open for minutes.
  app.getHttpServer().closeAllConnections()
  await app.close()
  process.exit(0)
}
process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())
// The launcher is gone: nobody else would end this process.
process.on('disconnect', () => void stop())
process.on('unhandledRejection', (error) => logger.error({ err: error }, 'An unhandled rejection'))
