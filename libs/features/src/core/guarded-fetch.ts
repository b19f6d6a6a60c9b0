import { createGuardedFetch } from '@enrichify/collection'
import type { Config } from '@enrichify/platform'

/** Honest about who asks, and reachable when the operator says how. */
export function userAgentOf(config: Config): string {
  return `Enrichify/0.1 (${config.CRAWLER_CONTACT ? `+${config.CRAWLER_CONTACT}; ` : ''}business facts with quotes; respects robots.txt)`
}

/** The way out to services with keys: guarded like every request, with the patience that models need. */
export function createServicesFetch(config: Config): ReturnType<typeof createGuardedFetch> {
  return createGuardedFetch({
    allowedHosts: config.ALLOWED_PRIVATE_HOSTS,
    userAgent: userAgentOf(config),
    offline: config.OFFLINE,
    connectionsPerOrigin: 128,
  })
}
