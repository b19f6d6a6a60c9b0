import { API_PREFIX, HEALTH_PATHS, type Problem } from '@enrichify/contracts'
import type { Config } from '@enrichify/features'
import type { NextFunction, Request, Response } from 'express'

const LOOPBACK = /^(?:localhost|(?:[a-z0-9-]+\.)+localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i
/** Asked by balancers and containers, by whatever name. They say nothing of anyone’s data. */
const FOR_ANY_HOST = new Set<string>([HEALTH_PATHS.health, HEALTH_PATHS.ready])

/** True for the names that this server goes by; a port does not matter. */
export function isOwnHost(host: string | undefined, config: Pick<Config, 'PUBLIC_URL' | 'ALLOWED_HOSTS'>): boolean {
  const name = host?.replace(/:\d*$/, '').toLowerCase()
  if (!name) return false
  return (
    LOOPBACK.test(name) ||
    (config.PUBLIC_URL !== undefined && new URL(config.PUBLIC_URL).hostname === name) ||
    config.ALLOWED_HOSTS.some((allowed) => allowed.toLowerCase() === name)
  )
}

/**
 * Refuses requests by a name that is not ours. A page of another site could else have its own name point here, and read
 * what the browser of someone in this network may read.
 */
export function refuseForeignHosts(config: Pick<Config, 'PUBLIC_URL' | 'ALLOWED_HOSTS'>) {
  return (request: Request & { id?: string }, response: Response, next: NextFunction): void => {
    if (isOwnHost(request.headers.host, config) || FOR_ANY_HOST.has(request.path)) return next()
    const problem: Problem = {
      type: 'about:blank',
      title: 'Not this server',
      status: 421,
      code: 'unknown_host',
      detail:
        'This server does not go by the name in the address. ' +
        'The person who runs it can set PUBLIC_URL, or add the name to ALLOWED_HOSTS.',
      ...(request.id ? { requestId: request.id } : {}),
    }
    response.status(421).type('application/problem+json').send(JSON.stringify(problem))
  }
}

/** What the API says is for one person and for now. A route may say otherwise. */
export function storeNothing(request: Request, response: Response, next: NextFunction): void {
  if (request.path.startsWith(`${API_PREFIX}/`)) response.setHeader('cache-control', 'no-store')
  next()
}
