import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis as Client } from 'ioredis'
import { freePort } from './stack.ts'

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0

/** A Redis of its own, as jobs want it: with an append-only file, and nothing is evicted. */
export class Redis {
  readonly #folder: string
  readonly #port: number
  #process: ChildProcess | null = null

  private constructor(folder: string, port: number) {
    this.#folder = folder
    this.#port = port
  }

  static async open(): Promise<Redis> {
    const redis = new Redis(mkdtempSync(join(tmpdir(), 'enrichify-redis-')), await freePort())
    await redis.start()
    return redis
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`
  }
  get pid(): number {
    return this.#process!.pid!
  }

  /** Resolves when it has read what it had before, and answers. */
  async start(): Promise<void> {
    const settings = {
      port: this.#port,
      dir: this.#folder,
      bind: '127.0.0.1',
      appendonly: 'yes',
      'maxmemory-policy': 'noeviction',
    }
    const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
    const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] })
    this.#process = child
    // A drill that breaks off leaves no Redis behind.
    process.once('exit', () => child.kill('SIGKILL'))
    await new Promise<void>((ready, fail) => {
      child.stdout.on('data', (text: Buffer) => text.toString().includes('Ready to accept') && ready())
      child.once('exit', (code) => fail(new Error(`redis-server ended with ${code}.`)))
    })
  }

  /** As if the power went. */
  async kill(): Promise<void> {
    const child = this.#process!
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise<void>((done) => child.once('exit', () => done()))
    child.kill('SIGKILL')
    await ended
  }

  async ask(...command: [string, ...string[]]): Promise<string> {
    const client = new Client(this.url, { maxRetriesPerRequest: 1 })
    try {
      return String(await client.call(...command))
    } finally {
      client.disconnect()
    }
  }

  async memory(): Promise<number> {
    return Number(/used_memory:(\d+)/.exec(await this.ask('INFO', 'memory'))![1])
  }

  /** Everything that it has written, as bytes. */
  files(): Buffer[] {
    return readdirSync(this.#folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(this.#folder, name))
      .filter((path) => statSync(path).isFile())
      .map((path) => readFileSync(path))
  }

  async close(): Promise<void> {
    await this.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
