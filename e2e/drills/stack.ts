import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { childOf } from './processes.ts'
import { PATIENCE_MS, until } from './until.ts'

export const root = resolve(import.meta.dirname, '../..')
const launcher = join(root, 'apps/cli/dist/main.js')
const START_MS = 3 * PATIENCE_MS

export interface Passwords {
  superuser: string
  owner: string
  app: string
}

/** The product as people start it, with its own data folder and port. */
export class Stack {
  readonly dataDirectory: string
  readonly port: number
  readonly settings: Record<string, string>
  readonly #entry: string[]
  #launcher: ChildProcess | null = null
  log = ''
  /** The one-time link's token of the last start. */
  token = ''

  private constructor(port: number, entry: string[], settings: Record<string, string>) {
    this.port = port
    this.#entry = entry
    this.settings = settings
    this.dataDirectory = mkdtempSync(join(tmpdir(), 'enrichify-drill-'))
    // When we are root, PostgreSQL runs as another user. It must be able to enter the folder, and may not list it.
    chmodSync(this.dataDirectory, 0o711)
  }

  static async open(settings: Record<string, string> = {}): Promise<Stack> {
    if (!existsSync(launcher))
      throw new Error('There is no build. Run `npx tsc -b apps/api apps/worker apps/cli` first.')
    const stack = Stack.prepare({ port: await freePort(), settings })
    try {
      await stack.start()
    } catch (error) {
      await stack.remove()
      throw error
    }
    return stack
  }

  /** Not started yet. `entry` is another script than the launcher’s, with its arguments. */
  static prepare({
    port,
    entry = [launcher, 'start'],
    settings = {},
  }: {
    port: number
    entry?: string[]
    settings?: Record<string, string>
  }): Stack {
    return new Stack(port, entry, settings)
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`
  }

  environment(): NodeJS.ProcessEnv {
    const { DATABASE_URL: _database, DATABASE_APP_URL: _app, REDIS_URL: _redis, ...inherited } = process.env
    return {
      ...inherited,
      LOG_LEVEL: 'warn',
      OFFLINE: 'true',
      ...this.settings,
      ENRICHIFY_ROOT: root,
      DATA_DIR: this.dataDirectory,
      HOST: '127.0.0.1',
      PORT: String(this.port),
      BROWSER: 'off',
      ACCESS_TOKEN_MINUTES: '60',
    }
  }

  /** Resolves at the “is ready” line, with the seconds since the launcher was spawned. */
  async start(): Promise<number> {
    const began = performance.now()
    // A separate name: a person who ends their own Enrichify by its command line must not end this one.
    const child = spawn(process.execPath, ['--title=enrichify-drill', ...this.#entry], {
      cwd: root,
      env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#launcher = child
    const from = this.log.length
    await new Promise<void>((done, fail) => {
      const timer = setTimeout(
        () => fail(new Error(`The stack was not ready after ${START_MS / 1000} s: ${this.log.slice(from)}`)),
        START_MS,
      )
      const hear = (chunk: Buffer): void => {
        this.log += chunk.toString()
        const link = /\/welcome#token=(\S+)/.exec(this.log.slice(from))
        if (!link) return
        this.token = link[1]!
        clearTimeout(timer)
        done()
      }
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      child.once(
        'exit',
        (code) => (clearTimeout(timer), fail(new Error(`The launcher ended with ${code}: ${this.log.slice(from)}`))),
      )
    })
    return (performance.now() - began) / 1000
  }

  get launcherPid(): number {
    return this.#launcher!.pid!
  }
  /** Waits for it, because the supervisor may be about to start it again. */
  pidOf(name: 'api' | 'worker'): Promise<number> {
    return until(`a living ${name}`, () => childOf(this.launcherPid, `apps/${name}/dist/main.js`))
  }
  get postgresPid(): number {
    return Number(readFileSync(join(this.#postgresHome, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
  }
  get postgresPort(): number {
    return Number(readFileSync(join(this.#postgresHome, 'port'), 'utf8'))
  }
  get passwords(): Passwords {
    return JSON.parse(readFileSync(join(this.dataDirectory, 'postgres-passwords.json'), 'utf8')) as Passwords
  }

  get superuserUrl(): string {
    const password = encodeURIComponent(this.passwords.superuser)
    return `postgresql://postgres:${password}@127.0.0.1:${this.postgresPort}/enrichify`
  }

  /** In the data folder, or where root has the clusters of closed folders. */
  get #postgresHome(): string {
    const own = join(this.dataDirectory, 'postgres')
    return existsSync(join(own, 'port'))
      ? own
      : join('/var/lib/enrichify', createHash('sha256').update(resolve(this.dataDirectory)).digest('hex').slice(0, 16))
  }

  /** Stops as Ctrl-C does. Returns the seconds. */
  async stop(): Promise<number> {
    const child = this.#launcher
    if (!child || child.exitCode !== null || child.signalCode !== null) return 0
    const began = performance.now()
    await new Promise<void>((done) => {
      child.once('exit', () => done())
      child.kill('SIGTERM')
    })
    return (performance.now() - began) / 1000
  }

  /** Stops and removes everything, also processes that outlived a killed launcher. */
  async remove(): Promise<void> {
    await this.stop()
    const home = this.#postgresHome
    if (existsSync(join(home, 'cluster', 'postmaster.pid'))) {
      process.kill(this.postgresPid, 'SIGINT')
      await until('the end of PostgreSQL', () => !existsSync(join(home, 'cluster', 'postmaster.pid')), {
        withinMs: 20_000,
      })
    }
    rmSync(home, { recursive: true, force: true })
    rmSync(this.dataDirectory, { recursive: true, force: true })
  }
}

/** A fixed port, not 0, because a server that is started again must be found where it was. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })
}
