import { createAdapter as createPostgresAdapter } from '@socket.io/postgres-adapter'
import { createAdapter as createRedisAdapter } from '@socket.io/redis-streams-adapter'
import pg from 'pg'
import { Server, type ServerOptions } from 'socket.io'
import { listenToErrors } from '../queue/listen-to-errors.ts'
import { createRedis } from '../queue/redis-safety.ts'

export interface LiveAdapter {
  adapter: NonNullable<ServerOptions['adapter']>
  close(): Promise<void>
}

/**
 * Carries socket events between processes. With PostgreSQL the pool has exactly two connections: one listens and one
 * notifies. With more, events overtake each other.
 */
export function createLiveAdapter(settings: {
  redisUrl?: string | undefined
  databaseUrl: string
  role: string | null
  onError: (error: Error) => void
}): LiveAdapter {
  if (settings.redisUrl) {
    const redis = createRedis(settings.redisUrl, settings.onError)
    return { adapter: createRedisAdapter(redis) as LiveAdapter['adapter'], close: async () => redis.disconnect() }
  }
  const pool = new pg.Pool({
    connectionString: settings.databaseUrl,
    max: 2,
    keepAlive: true,
    application_name: 'enrichify-live',
    options: `${settings.role ? `-c role=${settings.role} ` : ''}-c search_path=enrichify`,
  })
  listenToErrors(pool, settings.onError)
  // Created with the first namespace. It takes a connection at once and gives it back when its last namespace closes:
  // a process that opens no sockets would wait for that connection forever.
  let create: ReturnType<typeof createPostgresAdapter> | null = null
  // A function and no arrow: Socket.IO calls it with `new`.
  const adapter = function (namespace: Parameters<ReturnType<typeof createPostgresAdapter>>[0]) {
    create ??= createPostgresAdapter(pool, { errorHandler: settings.onError })
    return create(namespace)
  }
  return { adapter: adapter as LiveAdapter['adapter'], close: () => pool.end() }
}

/** A server without a port. A process without sockets (the worker) emits into rooms with it. */
export function createHeadlessServer(adapter: LiveAdapter): Server {
  return new Server({ adapter: adapter.adapter })
}
