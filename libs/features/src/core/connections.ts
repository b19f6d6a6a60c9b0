import { Database } from '@enrichify/database'
import {
  checkRedis,
  connectQueues,
  createLiveAdapter,
  createRedis,
  JobQueue,
  postgresRateLimits,
  redisRateLimits,
  type Config,
  type Logger,
  type QueueConnection,
  type RateLimits,
} from '@enrichify/platform'
import type { Provider } from '@nestjs/common'
import { CONFIG, LIVE_ADAPTER, LOGGER, QUEUE_CONNECTION } from './tokens.ts'

const QUIET_MS = 10_000

export const APP_ROLE = 'enrichify_app'

/** Reaches the sockets of all servers. It opens no connection before it is used. */
export const LIVE_CONNECTION: Provider = {
  provide: LIVE_ADAPTER,
  inject: [CONFIG, LOGGER],
  useFactory: (config: Config, logger: Logger) =>
    createLiveAdapter({
      redisUrl: config.REDIS_URL,
      databaseUrl: appUrlOf(config),
      role: roleOf(config),
      onError: onError(logger, 'live'),
    }),
}

/** What needs the queue: both servers, but not the command line. */
export const SERVER_CONNECTIONS: Provider[] = [
  {
    provide: QUEUE_CONNECTION,
    inject: [CONFIG, LOGGER],
    useFactory: async (config: Config, logger: Logger) => {
      if (config.REDIS_URL)
        await checkRedis(config.REDIS_URL, config.REDIS_ALLOW_UNSAFE, (message) => logger.warn(message))
      return connectQueues({
        redisUrl: config.REDIS_URL,
        databaseUrl: appUrlOf(config),
        role: roleOf(config),
        connections: config.DATABASE_POOL,
        onError: onError(logger, 'queue'),
      })
    },
  },
  {
    provide: JobQueue,
    inject: [QUEUE_CONNECTION, LOGGER],
    useFactory: (connection: QueueConnection, logger: Logger) => new JobQueue(connection, onError(logger, 'queue')),
  },
]

export function createLimits(config: Config, database: Database, logger: Logger): RateLimits {
  if (!config.REDIS_URL)
    return postgresRateLimits({
      query: async (sql: string, parameters: unknown[]) => ({
        rows: await database.inSystem((tx) => tx.query(sql, parameters)),
      }),
    } as never)
  return redisRateLimits(createRedis(config.REDIS_URL, onError(logger, 'redis')))
}

/** Lost connections recover on their own. They are logged and must never end the process. */
export function onError(logger: Logger, what: string): (error: Error) => void {
  let quietUntil = 0
  return (error) => {
    // A service that is away for minutes is tried several times a second. One log line in a while is enough.
    if (Date.now() < quietUntil) return
    quietUntil = Date.now() + QUIET_MS
    logger.warn({ what, code: (error as NodeJS.ErrnoException).code }, 'A connection failed and will be opened again')
  }
}

export function appUrlOf(config: Config): string {
  const url = config.DATABASE_APP_URL ?? config.DATABASE_URL
  if (!url) throw new Error('DATABASE_URL is not set. Start with `npm start`, which includes a PostgreSQL.')
  return url
}

/**
 * With one URL only, its user owns the tables. Each connection then switches to the role that row-level security
 * applies to.
 */
export function roleOf(config: Config): string | null {
  return config.DATABASE_APP_URL ? null : APP_ROLE
}
