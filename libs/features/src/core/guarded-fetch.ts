import { createGuardedFetch } from '@enrichify/collection'
import type { Config } from '@enrichify/platform'

/** Says honestly who is asking, with a contact if the operator sets one. */
export function userAgentOf(config: Config): string {
  const contact = config.CRAWLER_CONTACT ? `+${config.CRAWLER_CONTACT}; ` : ''
  return `Enrichify/0.1 (${contact}business facts with quotes; respects robots.txt)`
}

/** Outgoing requests to services with keys: guarded like every request, with timeouts long enough for models. */
export function createServicesFetch(config: Config): ReturnType<typeof createGuardedFetch> {
  return createGuardedFetch({
    allowedHosts: config.ALLOWED_PRIVATE_HOSTS,
    userAgent: userAgentOf(config),
    offline: config.OFFLINE,
    connectionsPerOrigin: 128,
  })
}
