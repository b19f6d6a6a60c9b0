import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { root, type Stack } from './stack.ts'

/** A worker beside the launcher’s own, on the same database: the other half of every fencing test. */
export class SecondWorker {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  static async start(stack: Stack, settings: Record<string, string> = {}): Promise<SecondWorker> {
    const url = (user: string, password: string): string =>
      `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${stack.postgresPort}/enrichify`
    const env = {
      ...stack.environment(),
      DATABASE_URL: url('enrichify_owner', stack.passwords.owner),
      DATABASE_APP_URL: url('enrichify_app', stack.passwords.app),
      ...settings,
    }
    const child = fork(join(root, 'apps/worker/dist/main.js'), {
      cwd: root,
      env,
      execArgv: ['--enable-source-maps'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    await new Promise<void>((done, fail) => {
      child.once('message', () => done())
      child.once('exit', (code) => fail(new Error(`The second worker ended with ${code}.`)))
    })
    return new SecondWorker(child)
  }

  /** Resolves with the moment of its death, whatever killed it. */
  ended(): Promise<number> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return Promise.resolve(performance.now())
    return new Promise((done) => this.#child.once('exit', () => done(performance.now())))
  }

  get wasKilled(): boolean {
    return this.#child.signalCode === 'SIGKILL'
  }

  async stop(): Promise<void> {
    const child = this.#child
    if (child.exitCode !== null || child.signalCode !== null) return
    await new Promise<void>((done) => {
      child.once('exit', () => done())
      child.kill('SIGTERM')
    })
  }
}
