import pg from 'pg'
import type { Stack } from './stack.ts'

/** PostgreSQL’s own answers, past the product. After a lost connection the next question makes a new one. */
export class Truth {
  readonly #stack: Stack
  #client: pg.Client | null = null

  constructor(stack: Stack) {
    this.#stack = stack
  }

  async ask<T extends pg.QueryResultRow>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    const client = this.#client ?? (await this.#connect())
    return (await client.query<T>(sql, parameters)).rows
  }

  async one<T extends pg.QueryResultRow>(sql: string, parameters: unknown[] = []): Promise<T> {
    return (await this.ask<T>(sql, parameters))[0]!
  }

  async count(sql: string, parameters: unknown[] = []): Promise<number> {
    return Number((await this.one<{ count: string }>(sql, parameters)).count)
  }

  async #connect(): Promise<pg.Client> {
    const { superuser } = this.#stack.passwords
    const client = new pg.Client({
      host: '127.0.0.1',
      port: this.#stack.postgresPort,
      user: 'postgres',
      password: superuser,
      database: 'enrichify',
      options: '-c search_path=enrichify',
      connectionTimeoutMillis: 2000,
      application_name: 'drill',
    })
    client.on('error', () => (this.#client = null))
    client.on('end', () => (this.#client = null))
    await client.connect()
    return (this.#client = client)
  }

  async close(): Promise<void> {
    await this.#client?.end().catch(() => {})
    this.#client = null
  }
}
