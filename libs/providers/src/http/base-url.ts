import { z } from 'zod'

/** The setting that every service reached by HTTP has: a gateway, a self-hosted service or a replay may stand behind it. */
export function baseUrl(fallback: string, description = 'Change it for a gateway.') {
  return z
    .url({ protocol: /^https?$/ })
    .default(fallback)
    .meta({ title: 'Base URL', description })
}
