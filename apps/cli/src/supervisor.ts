import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Config } from '@enrichify/features'
import { projectRoot } from './commands/command.ts'

const FIRST_DELAY_MS = 200
const LONGEST_DELAY_MS = 5000
const STOP_MS = 3000
/** A process that ran this long was healthy, so the pause before its next restart starts from the shortest again. */
const HEALTHY_MS = 8000
/** Stack traces of our own code only: reading the source maps of every dependency takes a third of the start. */
const SOURCE_MAPS =
  'data:text/javascript,import { setSourceMapsSupport } from "node:module"; setSourceMapsSupport(true)'

/** Keeps one server process alive: restarts it when it dies, with growing pauses, until it is stopped on purpose. */
export class Supervised {
  #child: ChildProcess | null = null
  #delay = FIRST_DELAY_MS
  #stopping = false
  #startedAt = 0

  constructor(
    readonly name: 'api' | 'worker',
    private readonly environment: Record<string, string>,
    private readonly onRestart: (name: string) => void,
    private readonly execArgv: string[] = ['--import', SOURCE_MAPS],
  ) {}

  get process(): ChildProcess | null {
    return this.#child
  }

  /** Resolves with the first message of the process, which says that it is ready. Rejects if it ends before that. */
  start(): Promise<unknown> {
    this.#startedAt = Date.now()
    const child = fork(join(projectRoot, 'apps', this.name, 'dist', 'main.js'), {
      cwd: projectRoot,
      env: { ...process.env, ...this.environment },
      execArgv: this.execArgv,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    this.#child = child
    return new Promise((ready, failed) => {
      child.once('message', ready)
      child.once('exit', (code) => {
        failed(new Error(`The ${this.name} ended (${code ?? 'killed'}) before it was ready; its last lines are above.`))
        this.#restart()
      })
    })
  }

  #restart(): void {
    if (this.#stopping) return
    if (Date.now() - this.#startedAt > HEALTHY_MS) this.#delay = FIRST_DELAY_MS
    this.onRestart(this.name)
    setTimeout(() => {
      if (!this.#stopping) this.start().catch(() => {})
    }, this.#delay)
    this.#delay = Math.min(LONGEST_DELAY_MS, this.#delay * 2)
  }

  async stop(): Promise<void> {
    this.#stopping = true
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    await new Promise<void>((done) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      child.once('exit', () => (clearTimeout(timer), done()))
      child.kill('SIGTERM')
    })
  }
}

/** Settings as the child processes read them: only what is set, as text. */
export function asEnvironment(config: Config): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(',') : String(value)]],
    ),
  )
}
