/** Injection tokens for what has no class. */
export const CONFIG = Symbol('Config')
export const LOGGER = Symbol('Logger')
export const METRICS = Symbol('Metrics')
export const AUTH_SECRET = Symbol('AuthSecret')
export const RATE_LIMITS = Symbol('RateLimits')
export const QUEUE_CONNECTION = Symbol('QueueConnection')
export const LIVE_ADAPTER = Symbol('LiveAdapter')
/** The live web, through the guarded fetcher. */
export const PAGE_SOURCE = Symbol('PageSource')
export const BROWSER = Symbol('Browser')
/** The guarded `fetch` for calls to outside services. */
export const GUARDED_FETCH = Symbol('GuardedFetch')
