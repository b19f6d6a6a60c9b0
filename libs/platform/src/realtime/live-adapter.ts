import { createAdapter as createPostgresAdapter } from '@socket.io/postgres-adapter'
import { createAdapter as createRedisAdapter } from '@socket.io/redis-streams-adapter'
import type { Redis } from 'ioredis'
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
    const url = settings.redisUrl
    let redis: Redis | null = null
    // Its readers connect at once and end with their last namespace: a process that opens no sockets would keep them.
    let create: ReturnType<typeof createRedisAdapter> | null = null
    const adapter = function (namespace: Parameters<ReturnType<typeof createRedisAdapter>>[0]) {
      create ??= createRedisAdapter((redis = createRedis(url, settings.onError)))
      return create(namespace)
    }
    return { adapter: adapter as LiveAdapter['adapter'], close: async () => redis?.disconnect() }
  }
  const pool = new pg.Pool({
    connectionString: settings.databaseUrl,
    max: 2,
    keepAlive: true,
    application_name: 'enrichify-live',
    options: `${settings.role ? `-c role=${settings.role} ` : ''}-c search_path=enrichify -c app.carries_events=on`,
  })
  listenToErrors(pool, settings.onError)
  const carrier = closable(pool)
  // Created with the first namespace. It takes a connection at once and gives it back when its last namespace closes:
  // a process that opens no sockets would wait for that connection forever.
  let create: ReturnType<typeof createPostgresAdapter> | null = null
  // A function and no arrow: Socket.IO calls it with `new`.
  const adapter = function (namespace: Parameters<ReturnType<typeof createPostgresAdapter>>[0]) {
    create ??= createPostgresAdapter(carrier.pool, { errorHandler: settings.onError })
    const made = create(namespace)
    const close = made.close.bind(made)
    made.close = () => {
      carrier.stop()
      return close()
    }
    return made
  }
  return { adapter: adapter as LiveAdapter['adapter'], close: () => carrier.close() }
}

/**
 * The adapter may be closed before it got the connection that it listens on. It would then keep it, and the
 * pool would never end.
 */
function closable(pool: pg.Pool): { pool: pg.Pool; stop(): void; close(): Promise<void> } {
  let isClosing = false
  const connect = async (): Promise<pg.PoolClient> => {
    const client = await pool.connect()
    if (!isClosing) return client
    client.release(true)
    // After a failure it would try again, and again.
    return new Promise(() => {})
  }
  return {
    // All that the adapter asks of a pool.
    pool: { connect, query: pool.query.bind(pool) } as unknown as pg.Pool,
    stop: () => void (isClosing = true),
    close: () => pool.end(),
  }
}

/** A server without a port. A process without sockets (the worker) emits into rooms with it. */
export function createHeadlessServer(adapter: LiveAdapter): Server {
  return new Server({ adapter: adapter.adapter })
}
