import { z } from 'zod'

/** The setting of every service reached by HTTP. It may point to a gateway, a self-hosted service or a replay. */
export function baseUrl(fallback: string, description = 'Change it for a gateway.') {
  return z
    .url({ protocol: /^https?$/ })
    .default(fallback)
    .meta({ title: 'Base URL', description })
}
