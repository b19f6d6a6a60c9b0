import type { Config } from '@enrichify/features'

/**
 * No inline scripts and nothing from other origins, except the client's own files from where they were built for.
 * Styles may be inline because the sheet sets sizes that way.
 */
export function contentPolicy(config: Pick<Config, 'ASSETS_BASE' | 'PUBLIC_URL'>): Record<string, string[] | null> {
  const files = config.ASSETS_BASE.startsWith('/') ? ["'self'"] : ["'self'", new URL(config.ASSETS_BASE).origin]
  return {
    'default-src': ["'self'"],
    'script-src': files,
    'style-src': [...files, "'unsafe-inline'"],
    'img-src': [...files, 'data:', 'blob:'],
    'font-src': files,
    // It includes the sockets of our own origin.
    'connect-src': ["'self'"],
    'frame-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
    ...(config.PUBLIC_URL?.startsWith('https:') ? { 'upgrade-insecure-requests': [] } : {}),
  }
}
