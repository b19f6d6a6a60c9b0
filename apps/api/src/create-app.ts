import { randomUUID } from 'node:crypto'
import { API_PREFIX, HEALTH_PATHS, type Problem } from '@enrichify/contracts'
import {
  LIVE_ADAPTER,
  METRICS,
  Outbox,
  readRequestId,
  withRequestId,
  type Config,
  type LiveAdapter,
} from '@enrichify/features'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger'
import cookieParser from 'cookie-parser'
import type { NextFunction, Request, Response } from 'express'
import helmet from 'helmet'
import { AppModule } from './app.module.ts'
import { refuseForeignHosts, storeNothing } from './http/answer-headers.ts'
import { limitBodyTime } from './http/body-time.ts'
import { contentPolicy } from './http/content-policy.ts'
import { buildOpenApi } from './http/openapi.ts'
import { MOST_MEGABYTES } from './http/request-bounds.ts'
import { serveWeb } from './http/serve-web.ts'
import { LiveIoAdapter } from './live/live-io.adapter.ts'
import { SocketLimits } from './live/socket-limits.ts'

/** The API as an application that is ready to listen. */
export async function createApp(config: Config): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(config), {
    logger: false,
    abortOnError: false,
    bodyParser: false,
  })
  app.set('trust proxy', config.PUBLIC_URL ? 1 : false)
  app.disable('x-powered-by')
  // Files have their own. An answer that is not stored has none.
  app.set('etag', false)
  app.use(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: contentPolicy(config) },
      crossOriginEmbedderPolicy: false,
      strictTransportSecurity: config.PUBLIC_URL?.startsWith('https:') ?? false,
    }),
  )
  app.use(observe(app.get(METRICS)))
  app.use(refuseForeignHosts(config))
  app.use(storeNothing)
  app.use(cookieParser())
  app.use(limitBodyTime())
  app.useBodyParser('json', { limit: `${MOST_MEGABYTES}mb` })
  app.setGlobalPrefix(API_PREFIX.slice(1), { exclude: Object.values(HEALTH_PATHS) })
  app.useWebSocketAdapter(new LiveIoAdapter(app, app.get<LiveAdapter>(LIVE_ADAPTER), app.get(SocketLimits), config))
  // Its type knows OpenAPI 3.0; the page that it serves shows 3.1.
  SwaggerModule.setup('api/docs', app, () => buildOpenApi() as unknown as OpenAPIObject)
  serveWeb(app.getHttpAdapter().getInstance(), config.ASSETS_BASE)
  await app.init()
  app.use(nothingHere)
  app.get(Outbox).watch()
  return app
}

/** Requests that match no route, also outside the API's own prefix, get the same kind of answer as all others. */
function nothingHere(request: Request & { id?: string }, response: Response): void {
  const problem: Problem = {
    type: 'about:blank',
    title: 'Not found',
    status: 404,
    code: 'route_not_found',
    detail: 'There is nothing at this address.',
    ...(request.id ? { requestId: request.id } : {}),
  }
  response.status(404).type('application/problem+json').send(JSON.stringify(problem))
}

interface HttpMetrics {
  httpSeconds: { observe(labels: Record<string, string>, seconds: number): void }
}

/**
 * A request id (the caller’s, if it sends one) for logs and problems, and the time of each answer by route (never by
 * address, which contains ids).
 */
function observe(metrics: HttpMetrics) {
  return (request: Request & { id?: string }, response: Response, next: NextFunction): void => {
    request.id = readRequestId(request.header('x-request-id')) ?? randomUUID()
    response.setHeader('x-request-id', request.id)
    const started = performance.now()
    response.on('finish', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'other'
      metrics.httpSeconds.observe(
        { method: request.method, route, status: String(response.statusCode) },
        (performance.now() - started) / 1000,
      )
    })
    withRequestId(request.id, next)
  }
}
