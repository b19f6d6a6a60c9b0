import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join, sep } from 'node:path'
import pg from 'pg'
import { binaries, unprivilegedUser, homeFor } from './postgres-home.ts'

export interface LocalPostgres {
  /** The owner of all tables. Runs migrations. */
  ownerUrl: string
  /** The role that serves requests. It owns nothing, and row-level security applies to it. */
  appUrl: string
  port: number
  /** The folder of the cluster. It is not always inside the data folder (see `homeFor`). */
  directory: string
  /** True when a server of an earlier, killed start was still running and was taken over. */
  adopted: boolean
  /** Resolves when it has ended: after its last checkpoint, or without one when that takes longer than `patienceMs`. */
  stop(patienceMs?: number): Promise<void>
}

interface Credentials {
  superuser: string
  owner: string
  app: string
}

const START_TIMEOUT_MS = 30_000
/** How long a stop waits for the last checkpoint. */
const PATIENCE_MS = 20_000

const portFile = (home: string): string => join(home, 'port')

/** The port of last time if it is free, so that a restart finds the database where it was. Otherwise any free one. */
function choosePort(home: string): Promise<number> {
  const last = existsSync(portFile(home)) ? Number(readFileSync(portFile(home), 'utf8')) : 0
  return freePort(last).catch(() => freePort(0))
}

/** Only for a server that has started: one that could not start may have found another one on its cluster. */
function rememberPort(home: string, port: number): void {
  const file = portFile(home)
  if (existsSync(file) && Number(readFileSync(file, 'utf8')) === port) return
  writeFileSync(`${file}.new`, String(port))
  renameSync(`${file}.new`, file)
}

function freePort(wanted: number): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? done(address.port) : fail(new Error('no free port')),
      )
    })
  })
}

function readCredentials(dataDirectory: string): Credentials {
  const file = join(dataDirectory, 'postgres-passwords.json')
  if (!existsSync(file)) {
    const make = () => randomBytes(24).toString('base64url')
    writeFileSync(file, JSON.stringify({ superuser: make(), owner: make(), app: make() }), { mode: 0o600 })
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Credentials
}

const url = (user: string, password: string, port: number, database = 'enrichify') =>
  `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  await client.connect()
  return client
}

/** The server that postmaster.pid names, if it is alive and takes our password: its port and process. */
async function findRunning(cluster: string, credentials: Credentials): Promise<{ port: number; pid: number } | null> {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  try {
    process.kill(pid, 0)
    const client = await connect(url('postgres', credentials.superuser, port, 'postgres'))
    await client.end()
    return { port, pid }
  } catch {
    return null
  }
}

async function initialise(
  cluster: string,
  home: string,
  bin: { initdb: string },
  user: { uid: number; gid: number } | null,
  credentials: Credentials,
): Promise<void> {
  const passwordFile = join(home, `pw-${randomBytes(6).toString('hex')}`)
  writeFileSync(passwordFile, credentials.superuser + '\n', { mode: 0o600 })
  if (user) chownSync(passwordFile, user.uid, user.gid)
  try {
    await run(
      bin.initdb,
      [
        `--pgdata=${cluster}`,
        '--auth=scram-sha-256',
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
      ],
      user,
      home,
    )
  } catch (error) {
    // The next start would refuse a half-made cluster.
    rmSync(cluster, { recursive: true, force: true })
    throw error
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

export function run(
  file: string,
  args: string[],
  user: { uid: number; gid: number } | null,
  cwd: string,
): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(file, args, {
      ...user,
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    })
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.once('error', fail)
    child.once('close', (code) =>
      code === 0
        ? done()
        : fail(new Error(`${file.split(sep).pop()} ended with ${code}: ${errors.trim().slice(-800)}`)),
    )
  })
}

/** Roles and database. Safe to repeat, so that the next start mends one that died half-way. */
async function prepare(port: number, credentials: Credentials): Promise<void> {
  const client = await connect(url('postgres', credentials.superuser, port, 'postgres'))
  try {
    for (const [role, password] of [
      ['enrichify_owner', credentials.owner],
      ['enrichify_app', credentials.app],
    ] as const) {
      const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role])
      if (!rowCount) await client.query(`create role ${role} login password ${client.escapeLiteral(password)}`)
    }
    const { rowCount } = await client.query(`select 1 from pg_database where datname = 'enrichify'`)
    if (!rowCount) await client.query('create database enrichify owner enrichify_owner')
  } finally {
    await client.end()
  }
}

/**
 * Starts (or takes over) the PostgreSQL of a data folder: loopback only, a free port, generated passwords. `fast`
 * gives up durability in a power cut for speed. Use it for data that is thrown away. `port`: at this one or not at all,
 * because others know it; an earlier server may still be about to leave it.
 */
export async function startEmbeddedPostgres(
  dataDirectory: string,
  options: { fast?: boolean; port?: number } = {},
): Promise<LocalPostgres> {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o755 })
  const user = unprivilegedUser()
  const home = homeFor(dataDirectory, user !== null)
  const cluster = join(home, 'cluster')
  mkdirSync(home, { recursive: true, mode: 0o755 })
  if (user) chownSync(home, user.uid, user.gid)
  accessSync(dataDirectory, constants.W_OK)
  const credentials = readCredentials(dataDirectory)
  const urls = (port: number) => ({
    ownerUrl: url('enrichify_owner', credentials.owner, port),
    appUrl: url('enrichify_app', credentials.app, port),
    port,
    directory: home,
  })

  const running = await findRunning(cluster, credentials)
  if (running) {
    rememberPort(home, running.port)
    await prepare(running.port, credentials)
    return { ...urls(running.port), adopted: true, stop: (patienceMs) => stopProcess(running.pid, patienceMs) }
  }
  const bin = await binaries(home, user !== null)
  if (!existsSync(join(cluster, 'PG_VERSION'))) await initialise(cluster, home, bin, user, credentials)
  const port = await (options.port === undefined ? choosePort(home) : freePort(options.port))
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=256MB',
    'work_mem=16MB',
    'jit=off',
    ...(options.fast ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
  ]
  // A separate process group: Ctrl-C in the terminal must reach the launcher only, which stops the database last.
  const child = spawn(
    bin.postgres,
    ['-D', cluster, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...user,
      cwd: home,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    },
  )
  await ready(child)
  child.unref()
  ;(child.stderr as unknown as { unref?: () => void }).unref?.()
  rememberPort(home, port)
  await prepare(port, credentials)
  return { ...urls(port), adopted: false, stop: (patienceMs) => stopProcess(child.pid!, patienceMs) }
}

function ready(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((done, fail) => {
    let log = ''
    const timer = setTimeout(
      () => finish(new Error(`PostgreSQL was not ready after ${START_TIMEOUT_MS / 1000} s: ${log.slice(-800)}`)),
      START_TIMEOUT_MS,
    )
    const finish = (error?: Error) => {
      clearTimeout(timer)
      child.removeListener('exit', exited)
      if (error) fail(error)
      else done()
    }
    const exited = (code: number | null) =>
      finish(new Error(`PostgreSQL ended with ${code}: ${log.trim().slice(-800)}`))
    child.once('exit', exited)
    child.once('error', finish)
    child.stderr!.on('data', (chunk: Buffer) => {
      if (log.length < 100_000) log += chunk.toString()
      if (log.includes('database system is ready to accept connections')) finish()
    })
  })
}

/** SIGINT is PostgreSQL’s fast shutdown: sessions are ended, and nothing committed is lost. */
async function stopProcess(pid: number, patienceMs = PATIENCE_MS): Promise<void> {
  const alive = () => {
    try {
      process.kill(pid, 0)
      return true
    } catch {
      return false
    }
  }
  try {
    process.kill(pid, 'SIGINT')
  } catch {
    return
  }
  const ended = async (withinMs: number): Promise<boolean> => {
    const deadline = Date.now() + withinMs
    while (alive() && Date.now() < deadline) await new Promise((later) => setTimeout(later, 20))
    return !alive()
  }
  if (await ended(patienceMs)) return
  // Without its checkpoint nothing is lost: the next start reads the log of what was committed.
  if (alive()) process.kill(pid, 'SIGQUIT')
  await ended(PATIENCE_MS)
}
