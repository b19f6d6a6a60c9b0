import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { descendantsOf, groupOf, isAlive } from './drills/processes.ts'
import { freePort } from './drills/stack.ts'
import { until } from './drills/until.ts'

const ROOT = resolve(import.meta.dirname, '..')

/** `npm start` as a person types it: in a terminal of its own, or detached. */
let npm: ChildProcess
let folder: string
let port: number
let log: string
/** All that a start has made, for the end of a test that failed. */
let started: number[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'enrichify-start-'))
  chmodSync(folder, 0o711)
  port = await freePort()
  log = join(folder, 'log')
})
afterEach(async () => {
  for (const pid of new Set([...started, ...treeOf(npm)])) signal(pid, 'SIGKILL')
  started = []
  rmSync(folder, { recursive: true, force: true })
})

describe('npm start ends wholly', () => {
  it('when npm gets SIGTERM', async () => {
    start('npm', ['start'])
    const tree = await ready()
    npm.kill('SIGTERM')
    await expectGone(tree)
  })

  it('when npm is killed and can pass nothing on', async () => {
    start('npm', ['start'])
    const tree = await ready()
    npm.kill('SIGKILL')
    await expectGone(tree)
  })

  it.skipIf(!existsSync('/usr/bin/script'))('when its terminal is closed', async () => {
    startInTerminal('npm start')
    const tree = await ready()
    npm.kill('SIGKILL')
    await expectGone(tree)
  })

  it.skipIf(!existsSync('/usr/bin/script'))('on Ctrl-C, and on a second one while it stops', async () => {
    startInTerminal('npm start')
    const tree = await ready()
    npm.stdin!.write('\u0003')
    await until('the word that it stops', () => readFileSync(log, 'utf8').includes('Stopping'))
    npm.stdin!.write('\u0003')
    await expectGone(tree)
  })
})

describe('npm start goes on', () => {
  it.skipIf(!existsSync('/usr/bin/script'))(
    'under nohup, when its terminal is closed and its job is hung up',
    async () => {
      startInTerminal(`sh -c 'nohup npm start > ${log}.nohup 2>&1 & echo $! > ${folder}/pid; exec cat'`)
      log = `${log}.nohup`
      const tree = await ready()
      npm.kill('SIGKILL')
      // What a shell does to its jobs when its terminal is gone.
      signal(-groupOf(tree.find((pid) => commandOf(pid).includes('tools/run.mjs'))!), 'SIGHUP')
      await until('npm to be gone of the hang-up', () => !isAlive(Number(readFileSync(join(folder, 'pid'), 'utf8'))))
      // It answers all the while, for longer than it takes to see that npm is gone.
      for (const began = performance.now(); performance.now() - began < 2000;) expect(await answers()).toBe(true)
      const [launcher] = tree.filter((pid) => commandOf(pid).includes('tools/run.mjs') && isAlive(pid))
      signal(launcher!, 'SIGTERM')
      await expectGone(tree)
    },
  )
})

function start(file: string, args: string[]): void {
  npm = spawn(file, args, { cwd: ROOT, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
  npm.stdout!.on('data', (chunk: Buffer) => (heard += chunk.toString()))
  npm.stderr!.on('data', (chunk: Buffer) => (heard += chunk.toString()))
}

let heard = ''

/** `script` gives the command a terminal; killing it closes that terminal. */
function startInTerminal(command: string): void {
  npm = spawn('script', ['-qfec', command, log], {
    cwd: ROOT,
    env: environment(),
    stdio: ['pipe', 'ignore', 'inherit'],
  })
}

function environment(): NodeJS.ProcessEnv {
  heard = ''
  const { DATABASE_URL: _database, DATABASE_APP_URL: _app, REDIS_URL: _redis, ...inherited } = process.env
  return { ...inherited, DATA_DIR: folder, HOST: '127.0.0.1', PORT: String(port), BROWSER: 'off', OFFLINE: 'true' }
}

/** Waits for the banner; returns every process of the product, the database's own as well. */
async function ready(): Promise<number[]> {
  await until('the start', () => heard.includes('is ready after') || said().includes('is ready after'))
  const tree = treeOf(npm)
  // npm, its shell, the entry, the launcher, API, worker, PostgreSQL with its helpers.
  expect(tree.length).toBeGreaterThan(6)
  started = tree
  return tree
}

function said(): string {
  return existsSync(log) ? readFileSync(log, 'utf8') : ''
}

function treeOf(child: ChildProcess): number[] {
  return child.pid ? [child.pid, ...descendantsOf(child.pid)] : []
}

async function expectGone(tree: number[]): Promise<void> {
  const began = performance.now()
  await until('every process to be gone', () => tree.every((pid) => !isAlive(pid)))
  // A figure and not a limit: on a machine with much to do it takes longer.
  console.info(`gone after ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

function answers(): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(5000) }).then(
    (response) => response.ok,
    () => false,
  )
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // Gone already.
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}
