import { liveAsProcess, LOGGER, readConfig, type Logger } from '@enrichify/features'
import { createApp } from './create-app.ts'
import { answerLauncher } from './local-link.ts'

await liveAsProcess(async () => {
  const config = readConfig(process.env)
  const app = await createApp(config)
  await app.listen(config.PORT, config.HOST)
  const logger = app.get<Logger>(LOGGER)
  const { port } = app.getHttpServer().address() as { port: number }
  process.send?.({ ready: true, port })
  answerLauncher(app)
  logger.info({ port }, 'The API is ready')
  return {
    stop: async () => {
      // Keep-alive connections of browsers would keep the server open for minutes.
      app.getHttpServer().closeAllConnections()
      await app.close()
    },
    onRejection: (error) => logger.error({ err: error }, 'An unhandled rejection'),
  }
})
