import { createServer, type Server } from 'node:http'
import { HEALTH_PATHS } from '@enrichify/contracts'
import type { HealthService } from '@enrichify/features'

/** Metrics and health of a worker, for those who operate it. It says nothing of anyone’s data. */
export function openOperationsPort(
  health: Pick<HealthService, 'metricsText' | 'isReady'>,
  port: number,
  host: string,
): Promise<Server> {
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const path = request.url?.split('?')[0]
      if (request.method !== 'GET' || (path !== HEALTH_PATHS.metrics && path !== HEALTH_PATHS.ready)) {
        response.writeHead(404).end()
        return
      }
      if (path === HEALTH_PATHS.metrics) {
        const { type, text } = await health.metricsText()
        response.writeHead(200, { 'content-type': type }).end(text)
        return
      }
      const ready = await health.isReady()
      response.writeHead(ready ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify({ ready }))
    }
    answer().catch(() => response.writeHead(503).end())
  })
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen(port, host, () => done(server))
  })
}
