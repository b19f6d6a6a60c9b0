import 'reflect-metadata'
import { createHash } from 'node:crypto'
import type { Scope } from '@enrichify/domain'
import pg from 'pg'
import { DataSource, type EntityManager } from 'typeorm'
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js'
import {
  ApiTokenEntity,
  InvitationEntity,
  MembershipEntity,
  RefreshTokenEntity,
  UserEntity,
  WorkspaceEntity,
} from './auth/accounts.entities.ts'
import { isDiskFull } from './database-errors.ts'
import { RunEntity } from './enrichment/runs.entities.ts'
import { ExportEntity } from './exports/exports.entities.ts'
import { ImportEntity, UploadEntity } from './imports/imports.entities.ts'
import { currentRequestKey, storeReply } from './operations/request-key.ts'
import { ArchiveEntity } from './pages/archives.entities.ts'
import { ConnectionEntity } from './providers/connections.entities.ts'
import { ColumnEntity, WebsetEntity } from './websets/websets.entities.ts'

export const ENTITIES = [
  UserEntity,
  WorkspaceEntity,
  MembershipEntity,
  InvitationEntity,
  RefreshTokenEntity,
  ApiTokenEntity,
  WebsetEntity,
  ColumnEntity,
  RunEntity,
  ConnectionEntity,
  UploadEntity,
  ImportEntity,
  ExportEntity,
  ArchiveEntity,
]
export const SCHEMA = 'enrichify'
const DEADLOCK = '40P01'
/**
 * A process that was stopped in the middle of a transaction must not keep its locks. The worker that takes its work
 * over would wait.
 */
const IDLE_LIMIT = '5s'
const BEGIN_IN_SCOPE = `
  select set_config('app.workspace_id', $1, true), set_config('idle_in_transaction_session_timeout', $2, true)`

// Row ids, counts and byte sizes stay far below 2^53. As strings they would compare wrongly.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
/** `bigint[]`. `pg` has no constant for it. */
const INT8_ARRAY = 1016 as Parameters<typeof pg.types.setTypeParser>[0]
pg.types.setTypeParser(INT8_ARRAY, (text: string) => JSON.parse(`[${text.slice(1, -1)}]`) as number[])

/** One transaction. Row-level security limits everything read and written through it to `workspaceId`. */
export interface Tx extends Scope {
  manager: EntityManager
  /** The connection itself, for what the ORM does not support: COPY, cursors, sets of rows. */
  client: pg.PoolClient
  query<T extends pg.QueryResultRow>(sql: string, parameters?: unknown[]): Promise<T[]>
  /**
   * Like `query`, for a statement of every request whose text never varies: each connection plans it once. To plan the
   * statements of a window under their policies took longer than to run them.
   */
  prepared<T extends pg.QueryResultRow>(sql: string, parameters: unknown[]): Promise<T[]>
  /**
   * Returns `answer`, and stores it with the effect under the request’s `Idempotency-Key`, if it has one: a repetition
   * after a crash is answered with it. It is to be what the route answers.
   */
  reply<T>(answer: T): T
  /** Runs right before the commit, in order: for statements whose locks must be short. */
  beforeCommit(work: () => Promise<void>): void
  /** Runs after the commit, in order. A message that is sent before a commit may be untrue. */
  afterCommit(work: () => void | Promise<void>): void
}

export interface DatabaseSettings {
  url: string
  /** Every connection takes this role (`SET ROLE`) when the URL’s own user is the owner. */
  role: string | null
  connections: number
  onError: (error: Error) => void
  /** Told of each transaction: its time in seconds, with the wait for a connection, and whether it committed. */
  onTransaction?: (seconds: number, committed: boolean) => void
}

export class Database {
  readonly dataSource: DataSource
  readonly #onTransaction: NonNullable<DatabaseSettings['onTransaction']>
  #lastDiskFull = -Infinity
  private constructor(dataSource: DataSource, onTransaction: DatabaseSettings['onTransaction']) {
    this.dataSource = dataSource
    this.#onTransaction = onTransaction ?? (() => {})
  }

  static async connect(settings: DatabaseSettings): Promise<Database> {
    const dataSource = new DataSource({
      type: 'postgres',
      url: settings.url,
      schema: SCHEMA,
      entities: ENTITIES,
      poolSize: settings.connections,
      poolErrorHandler: settings.onError,
      applicationName: 'enrichify',
      // The server’s time zone never matters: instants are timestamptz and leave as ISO 8601.
      extra: {
        options: [
          ...(settings.role ? [`-c role=${settings.role}`] : []),
          `-c search_path=${SCHEMA}`,
          '-c default_transaction_isolation=read\\ committed',
        ].join(' '),
        keepAlive: true,
        connectionTimeoutMillis: 10_000,
      },
    })
    await dataSource.initialize()
    hearCheckedOutClients((dataSource.driver as PostgresDriver).master as pg.Pool, settings.onError)
    return new Database(dataSource, settings.onTransaction)
  }

  /** A transaction in a workspace’s scope. */
  inScope<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#untangled(() => this.#transaction(scope.workspaceId, work))
  }

  /** A transaction whose reads all see the same moment, however long it takes. */
  inSnapshot<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#transaction(scope.workspaceId, work, 'REPEATABLE READ')
  }

  /** For accounts and internals (outbox, limits). No workspace is set, so product data is out of reach. */
  inSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#transaction(null, work)
  }

  /** Like `inSystem` for a single read, without a transaction: every request begins with one. */
  readSystem<T>(work: (tx: Pick<Tx, 'prepared'>) => Promise<T>): Promise<T> {
    return work({
      prepared: async <R extends pg.QueryResultRow>(sql: string, parameters: unknown[]) =>
        (await this.#pool.query<R>(named(sql, parameters))).rows,
    })
  }

  /**
   * Work that is ended when the signal comes, in the middle of a statement too. For long statements whose answer may
   * be wanted by no one any more.
   */
  async interruptible<T>(tx: Tx, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const [own] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
    signal.throwIfAborted()
    let ended: Promise<unknown> | undefined
    const end = (): void => {
      ended = this.dataSource.query('select pg_cancel_backend($1)', [own!.pid]).catch(() => {})
    }
    signal.addEventListener('abort', end, { once: true })
    try {
      return await work()
    } finally {
      signal.removeEventListener('abort', end)
      // Until it has arrived, the connection must not go to someone else.
      await ended
    }
  }

  /**
   * Two transactions that wait for each other: PostgreSQL ends one of them. That one has done nothing and can simply
   * run again.
   */
  async #untangled<T>(attempt: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt()
      } catch (error) {
        if ((error as { code?: string } | null)?.code !== DEADLOCK || tries === 3) throw error
      }
    }
  }

  async #transaction<T>(
    workspaceId: string | null,
    work: (tx: Tx) => Promise<T>,
    // Null: the one of the connection. A statement that says so would be one more round trip for each transaction.
    isolation: 'REPEATABLE READ' | null = null,
  ): Promise<T> {
    const before: (() => Promise<void>)[] = []
    const after: (() => void | Promise<void>)[] = []
    const runner = this.dataSource.createQueryRunner()
    const began = performance.now()
    let isCommitted = false
    let result: T
    try {
      const client = (await runner.connect()) as pg.PoolClient
      await runner.startTransaction(isolation ?? undefined)
      try {
        // Always set, also to nothing, because a pooled connection must not remember its last workspace.
        await client.query(named(BEGIN_IN_SCOPE, [workspaceId ?? '', isolation === null ? IDLE_LIMIT : '0']))
        result = await work({
          workspaceId: workspaceId ?? '',
          manager: runner.manager,
          client,
          query: async <R extends pg.QueryResultRow>(sql: string, parameters?: unknown[]) =>
            (await client.query<R>(sql, parameters)).rows,
          prepared: async <R extends pg.QueryResultRow>(sql: string, parameters: unknown[]) =>
            (await client.query<R>(named(sql, parameters))).rows,
          reply: (answer) => {
            const key = workspaceId && currentRequestKey()
            if (key) before.push(() => storeReply(client, key, JSON.stringify(answer)))
            return answer
          },
          beforeCommit: (step) => void before.push(step),
          afterCommit: (step) => void after.push(step),
        })
        for (const step of before) await step()
        await runner.commitTransaction()
        isCommitted = true
      } catch (error) {
        if (isDiskFull(error)) this.#lastDiskFull = performance.now()
        // The connection itself may be gone. The first error is the one that tells why.
        await runner.rollbackTransaction().catch(() => {})
        throw error
      }
    } finally {
      await runner.release().catch(() => {})
      this.#onTransaction((performance.now() - began) / 1000, isCommitted)
    }
    for (const step of after) await step()
    return result
  }

  /** Connections of the pool: open ones, idle ones among them, and how many wait for one. */
  get connections(): { open: number; idle: number; waiting: number } {
    const { totalCount: open, idleCount: idle, waitingCount: waiting } = this.#pool
    return { open, idle, waiting }
  }

  get #pool(): pg.Pool {
    return (this.dataSource.driver as PostgresDriver).master as pg.Pool
  }

  async ping(): Promise<void> {
    await this.dataSource.query('select 1')
  }

  /** Whether a transaction of this process met a full disk within these milliseconds. Reads would not notice it. */
  metFullDisk(withinMs: number): boolean {
    return performance.now() - this.#lastDiskFull < withinMs
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy()
  }
}

const names = new Map<string, string>()

/** A statement under a name, by which its connection knows it again. */
function named(text: string, values: unknown[]): pg.QueryConfig {
  let name = names.get(text)
  if (!name) names.set(text, (name = createHash('sha256').update(text).digest('base64url')))
  return { name, text, values }
}

/**
 * The ORM listens for the errors of idle clients only. Without this listener, a client that loses its server in the
 * middle of a transaction would end the process.
 */
function hearCheckedOutClients(pool: pg.Pool, onError: (error: Error) => void): void {
  const heard = new WeakSet<object>()
  pool.on('acquire', (client) => {
    if (heard.has(client)) return
    heard.add(client)
    client.on('error', onError)
  })
}
