import { createPostgresBackend, runMigrations, setDefaultBackendFactory, type ConnectionOptions } from 'bullmq'
import pg from 'pg'
import { listenToErrors } from './listen-to-errors.ts'
import { createRedis } from './redis-safety.ts'

export const QUEUE_SCHEMA = 'bullmq'

/**
 * How jobs come back after a worker died. The lock ends after `lockDuration`, and any worker looks for such jobs
 * every `stalledInterval`. With BullMQ’s defaults (30 s each) a job came back after a minute; with these it does
 * within four seconds. `maxStalledCount` is high because a restart of PostgreSQL also counts as a stall, and a run
 * must survive several. `runRetryDelay` is the pause after a question that the queue could not answer. Its default,
 * 15 s, was the longest part of the recovery from such a restart.
 */
export const WORKER_LOCKS = {
  lockDuration: 2500,
  stalledInterval: 1200,
  maxStalledCount: 50,
  runRetryDelay: 500,
} as const

export interface QueueConnection {
  backend: 'postgres' | 'redis'
  /** What BullMQ’s `connection` option takes. */
  options: ConnectionOptions
  /** `PING` or `SELECT 1`. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** Call once per process, before any queue exists: the backend is BullMQ’s process-wide default. */
export function connectQueues(settings: {
  redisUrl?: string | undefined
  databaseUrl: string
  role: string | null
  connections: number
  onError: (error: Error) => void
}): QueueConnection {
  if (settings.redisUrl) {
    const redis = createRedis(settings.redisUrl, settings.onError)
    return {
      backend: 'redis',
      options: redis,
      ping: async () => void (await redis.ping()),
      close: async () => void (await redis.quit().catch(() => redis.disconnect())),
    }
  }
  setDefaultBackendFactory(createPostgresBackend)
  const role = settings.role ? `-c role=${settings.role} ` : ''
  const pool = new pg.Pool({
    connectionString: settings.databaseUrl,
    max: settings.connections,
    keepAlive: true,
    options: `${role}-c search_path=${QUEUE_SCHEMA}`,
    application_name: 'enrichify-queue',
  })
  listenToErrors(pool, settings.onError)
  // The pool listens to idle clients only. A client in use when the server dies would end the process.
  pool.on('connect', (client) => client.on('error', settings.onError))
  pool.setMaxListeners(100)
  return {
    backend: 'postgres',
    // BullMQ takes our pool as it is. Its type names only its own copy of pg’s shape.
    options: pool as unknown as ConnectionOptions,
    ping: async () => void (await pool.query('select 1')),
    close: () => pool.end(),
  }
}

/** Tables of the PostgreSQL queue, made by the owner. The application’s role gets what it needs and owns nothing. */
export async function migrateQueues(client: pg.Client, role: string): Promise<void> {
  await runMigrations(client as never, QUEUE_SCHEMA)
  await client.query(`grant usage, create on schema ${QUEUE_SCHEMA} to ${role}`)
  await client.query(
    `grant select, insert, update, delete, truncate on all tables in schema ${QUEUE_SCHEMA} to ${role}`,
  )
  await client.query(`grant execute on all functions in schema ${QUEUE_SCHEMA} to ${role}`)
  // BullMQ makes a sequence per queue when it needs one, as the application’s role. The owner may not grant those
  // again.
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, sequencename) as name
     from pg_sequences
     where schemaname = $1 and sequenceowner = current_user`,
    [QUEUE_SCHEMA],
  )
  for (const { name } of rows) await client.query(`grant usage, select, update on sequence ${name} to ${role}`)
}
