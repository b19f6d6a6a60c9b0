import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { isPortOpen, startLocalStack, type Config, type LocalStack } from '@enrichify/features'
import { loadConfig } from '../load-config.ts'
import { onEnd } from '../on-end.ts'
import { asEnvironment, Supervised } from '../supervisor.ts'
import type { CliCommand } from './command.ts'

const GUARD_MS = 1000
const SILENT_FAILURES = 10
/** A stop is over within five seconds, whatever the database has to write. */
const STOP_MS = 4000
const LEAST_PATIENCE_MS = 500

export const startCommand: CliCommand = {
  register(program) {
    program.command('start').description('start PostgreSQL, API, worker and web client').action(start)
  },
}

async function start(): Promise<void> {
  const began = performance.now()
  const config = await freePort(loadConfig())
  const runFile = await claimDataFolder(config.DATA_DIR)
  let starting: Promise<LocalStack> | null = null
  let stack: LocalStack | null = null
  let api: Supervised | null = null
  let worker: Supervised | null = null
  let guard: DatabaseGuard | null = null
  let stopping = false

  const stop = async (code: number): Promise<void> => {
    if (stopping) return
    stopping = true
    const began = performance.now()
    // The database stops last: processes that still run need it to save their work.
    await Promise.all([api?.stop(), worker?.stop()])
    // What the guard is about to start again would be left behind.
    await guard?.stop()
    const database = stack ?? (await starting?.catch(() => null))
    await database?.stop(Math.max(LEAST_PATIENCE_MS, STOP_MS - (performance.now() - began)))
    rmSync(runFile, { force: true })
    process.exit(code)
  }
  onEnd(() => stop(0))

  try {
    starting = startLocalStack(config)
    stack = await starting
    if (stopping) return
    // Compiled code is cached for the next start, in a folder that no other user can write to: its contents are run.
    const environment = {
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(config.DATA_DIR, 'compiled'),
      ...asEnvironment(stack.config),
    }
    const restarted = (name: string) => say(`The ${name} stopped unexpectedly and is restarted.`)
    api = new Supervised('api', { ...environment, LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' }, restarted)
    worker = new Supervised('worker', { ...environment, LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' }, restarted)
    const [ready] = await Promise.all([api.start(), worker.start()])
    const port = (ready as { port?: number }).port ?? config.PORT
    if (stack.embedded)
      guard = guardDatabase(
        config,
        stack.port,
        () => stopping,
        (next) => (stack = next),
      )
    const address =
      config.PUBLIC_URL ??
      `http://${config.HOST === '0.0.0.0' || config.HOST === '::' ? 'localhost' : config.HOST}:${port}`
    writeFileSync(
      runFile,
      JSON.stringify({
        pid: process.pid,
        address: `http://${config.HOST === '0.0.0.0' || config.HOST === '::' ? '127.0.0.1' : config.HOST}:${port}`,
      }),
    )
    const link = await askForLink(api)
    say(banner(address, link, (performance.now() - began) / 1000))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    say(`\nEnrichify did not start: ${reason}\nRun \`npm run doctor\` to see what is wrong and how to fix it.`)
    await stop(1)
  }
}

/** If the default port is taken, another one is used. A port that was asked for is not replaced. */
async function freePort(config: Config): Promise<Config> {
  // Chosen here and not by the API: if the API dies, its successor must use the same address.
  if (config.PORT === 0) return { ...config, PORT: await anyPort(config.HOST) }
  if (await isPortOpen(config.HOST, config.PORT)) return config
  if (process.env.PORT)
    throw new Error(`Port ${config.PORT} is taken. Choose another (PORT=3100 npm start), or stop what uses it.`)
  for (let port = config.PORT + 1; port < config.PORT + 50; port++) {
    if (await isPortOpen(config.HOST, port)) return { ...config, PORT: port }
  }
  throw new Error(`No port between ${config.PORT} and ${config.PORT + 50} is free. Choose one: PORT=8080 npm start`)
}

function anyPort(host: string): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, host, () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })
}

/** Two starts on one data folder would conflict over its database. */
async function claimDataFolder(dataDirectory: string): Promise<string> {
  mkdirSync(dataDirectory, { recursive: true })
  const file = join(dataDirectory, 'run.json')
  try {
    const { pid, address } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; address: string }
    process.kill(pid, 0)
    // After a crash the process id may belong to another program. Only one that answers is ours.
    const answers =
      pid !== process.pid &&
      (await fetch(`${address}/ready`, { signal: AbortSignal.timeout(2000) }).then(
        () => true,
        () => false,
      ))
    if (!answers) return file
    throw Object.assign(
      new Error(
        `Enrichify is already running at ${address}. Stop it first (Ctrl-C in its terminal), or use another DATA_DIR.`,
      ),
      { known: true },
    )
  } catch (error) {
    if ((error as { known?: boolean }).known) throw error
  }
  return file
}

interface DatabaseGuard {
  /** Resolves when nothing is being started any more. */
  stop(): Promise<void>
}

/** Starts the embedded PostgreSQL again, on the port that API and worker know, should it end. */
function guardDatabase(
  config: Config,
  port: number | undefined,
  isStopping: () => boolean,
  onRestart: (stack: LocalStack) => void,
): DatabaseGuard {
  let busy: Promise<void> | null = null
  let failures = 0
  const timer = setInterval(() => {
    if (busy || isStopping()) return
    // Finds it running, or starts it: the call is the same.
    busy = startLocalStack(config, { quick: true, port })
      .then(
        (next) => {
          if (!next.adopted) say('The database stopped unexpectedly and was started again.')
          failures = 0
          onRestart(next)
        },
        (error: unknown) => {
          // The first tries are in the way of the one that is ending.
          if (++failures === SILENT_FAILURES)
            say(
              `The database has stopped and does not start again: ${error instanceof Error ? error.message : 'failed'}`,
            )
        },
      )
      .finally(() => (busy = null))
  }, GUARD_MS)
  return {
    stop: async () => {
      clearInterval(timer)
      await busy
    },
  }
}

function askForLink(api: Supervised): Promise<string | null> {
  return new Promise((done) => {
    const timer = setTimeout(() => done(null), 20_000)
    api.process?.on('message', (message) => {
      const { localLink } = message as { localLink?: string }
      if (localLink === undefined) return
      clearTimeout(timer)
      done(localLink)
    })
    api.process?.send({ ask: 'local-link' })
  })
}

function say(text: string): void {
  process.stdout.write(text + '\n')
}

function banner(address: string, token: string | null, seconds: number): string {
  return [
    '',
    `  Enrichify is ready after ${seconds.toFixed(1)} s`,
    '',
    `  Open      ${token ? `${address}/welcome#token=${token}` : address}`,
    ...(token ? ['            (signs you in once, within the hour; later just ' + address + ')'] : []),
    `  API       ${address}/api/docs`,
    `  Health    ${address}/health`,
    '  Stop      Ctrl-C',
    '',
  ].join('\n')
}
