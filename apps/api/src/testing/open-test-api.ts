import { randomUUID } from 'node:crypto'
import type { Me, Session } from '@enrichify/contracts'
import type { Principal, Role } from '@enrichify/domain'
import { readConfig, WorkspaceService, type Config } from '@enrichify/features'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { createApp } from '../create-app.ts'

export interface Visitor {
  session: Session
  cookie: string
  me: Me
  /** Sends a request as this person. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  json<T = any>(method: string, path: string, body?: unknown): Promise<T> // any: each test knows what it asked for
}

/** The real API on its own port, with the database of its test file. */
export class TestApi {
  private constructor(
    readonly app: NestExpressApplication,
    readonly origin: string,
  ) {}

  static async open(overrides: Partial<Config> = {}): Promise<TestApi> {
    const config: Config = {
      ...readConfig({}),
      DATABASE_URL: testDatabase.ownerUrl,
      DATABASE_APP_URL: testDatabase.appUrl,
      DATA_DIR: testDatabase.dataDirectory,
      OFFLINE: true,
      BROWSER: 'off',
      LOG_LEVEL: 'silent',
      DATABASE_POOL: 12,
      ...overrides,
    }
    const app = await createApp(config)
    await app.listen(0, '127.0.0.1')
    // All tests come from one address. The rate limits that an earlier test used up must not affect this file.
    const { Database } = await import('@enrichify/database')
    await app.get(Database, { strict: false }).inSystem((tx) => tx.query('delete from rate_limits'))
    return new TestApi(app, `http://127.0.0.1:${(app.getHttpServer().address() as { port: number }).port}`)
  }

  /**
   * A new workspace's manager, or a member with another role in the workspace of `of`. They register through the same
   * routes as people.
   */
  async visitor(role: Role = 'manager', of?: Visitor): Promise<Visitor> {
    const email = `${randomUUID()}@example.com`
    const password = 'a long enough password'
    const manager: Principal = of
      ? { workspaceId: of.me.workspace.id, userId: of.me.user.id, role: 'manager', scopes: null, tokenId: null }
      : await this.#newWorkspace()
    const { token } = await this.app.get(WorkspaceService).invite(manager, { role })
    const response = await fetch(`${this.origin}/api/v1/auth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password, name: `The ${role}`, invitation: token }),
    })
    if (response.status !== 201) throw new Error(await response.text())
    return this.asVisitor((await response.json()) as Session, response.headers.getSetCookie()[0]!.split(';')[0]!)
  }

  asVisitor(session: Session, cookie: string): Visitor {
    const send: Visitor['send'] = (method, path, body, headers = {}) =>
      fetch(`${this.origin}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${session.accessToken}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    return {
      session,
      cookie,
      me: session.me,
      send,
      json: async (method, path, body) => (await send(method, path, body)).json(),
    }
  }

  /** A file as a browser sends it. */
  async upload(
    who: Visitor,
    path: string,
    text: string | Uint8Array<ArrayBuffer>,
    fields: Record<string, string> = {},
  ): Promise<Response> {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    form.set('file', new Blob([text]), 'list.csv')
    return fetch(`${this.origin}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${who.session.accessToken}` },
      body: form,
    })
  }

  async #newWorkspace(): Promise<Principal> {
    const { AccountsRepository, Database } = await import('@enrichify/database')
    const accounts = this.app.get(AccountsRepository, { strict: false })
    return this.app.get(Database, { strict: false }).inSystem(async (tx) => {
      const workspace = await accounts.createWorkspace(tx, 'Workspace')
      const user = await accounts.createUser(tx, {
        name: 'Founder',
        email: `${randomUUID()}@example.com`,
        passwordHash: null,
      })
      await accounts.addMember(tx, { workspaceId: workspace.id, userId: user.id, role: 'manager' })
      return { workspaceId: workspace.id, userId: user.id, role: 'manager', scopes: null, tokenId: null }
    })
  }

  async close(): Promise<void> {
    this.app.getHttpServer().closeAllConnections()
    await this.app.close()
  }
}
