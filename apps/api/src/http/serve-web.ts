import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CLIENT_ROUTES } from '@enrichify/contracts'
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express'
import expressStaticGzip from 'express-static-gzip'

const DIST = resolve(import.meta.dirname, '../../../web/dist')
const PAGE = '/index.html'
const SERVER_PATHS = /^\/(?:api|live|health|ready|metrics)(?:\/|$)/

/**
 * Serves the built client. Hashed files are cached forever, all others are asked for again by their ETag. An address
 * that the client does not know gets its page too, with status 404.
 */
export function serveWeb(app: Express, assetsBase: string, dist: string = DIST): boolean {
  if (!existsSync(dist)) return false
  if (!readFileSync(join(dist, PAGE), 'utf8').includes(`"${assetsBase}assets/`))
    throw new Error(`The client was not built for ASSETS_BASE=${assetsBase}. Build it again with this setting.`)
  const below = new URL(assetsBase, 'http://localhost').pathname
  const serve = serveFiles(dist, assetsBase !== below)
  const files: RequestHandler = (request, response, next) =>
    // The page has an address for each screen, and this is none of them.
    request.path === PAGE ? next() : serve(request, response, next)

  app.use(files)
  if (below !== '/') app.use(below, files)
  // One by one, so that metrics know a screen by its route.
  for (const route of Object.values(CLIENT_ROUTES)) app.get(route, page(serve, 200))
  const missing = page(serve, 404)
  app.use((request: Request, response: Response, next: NextFunction) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    const isAsset = request.path.startsWith(`${below}assets/`) || request.path.startsWith('/assets/')
    if (!isRead || isAsset || SERVER_PATHS.test(request.path)) return next()
    missing(request, response, next)
  })
  return true
}

/** The build has left a `.br` and a `.gz` beside each file that gains from it. */
function serveFiles(dist: string, fromOtherOrigin: boolean): RequestHandler {
  return expressStaticGzip(dist, {
    enableBrotli: true,
    orderPreference: ['br', 'gzip'],
    index: false,
    serveStatic: {
      redirect: false,
      cacheControl: false,
      setHeaders: (response, path) => {
        const isHashed = path.startsWith(join(dist, 'assets/'))
        response.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
        if (!fromOtherOrigin) return
        // A CDN passes these on. Without them the browser refuses modules and fonts of another origin.
        response.setHeader('access-control-allow-origin', '*')
        response.setHeader('cross-origin-resource-policy', 'cross-origin')
      },
    },
  })
}

function page(serve: RequestHandler, status: number): RequestHandler {
  return (request, response, next) => {
    response.status(status)
    request.url = PAGE
    return serve(request, response, next)
  }
}
