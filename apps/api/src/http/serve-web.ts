import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import express, { type Express, type Request, type Response, type NextFunction } from 'express'

const DIST = fileURLToPath(new URL('../../../web/dist/', import.meta.url))
const SERVER_PATHS = /^\/(?:api|live|health|ready|metrics)(?:\/|$)/

/**
 * Serves the built client. Hashed files are cached forever, the page itself never, and every other address is a route
 * of the client.
 */
export function serveWeb(app: Express): boolean {
  if (!existsSync(DIST)) return false
  app.use(
    '/assets',
    express.static(`${DIST}assets`, { immutable: true, maxAge: '1y', index: false, fallthrough: false }),
  )
  app.use(express.static(DIST, { index: false, maxAge: 0 }))
  app.use((request: Request, response: Response, next: NextFunction) => {
    if ((request.method !== 'GET' && request.method !== 'HEAD') || SERVER_PATHS.test(request.path)) return next()
    response.setHeader('cache-control', 'no-cache')
    response.sendFile('index.html', { root: DIST })
  })
  return true
}
