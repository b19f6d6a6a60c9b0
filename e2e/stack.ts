import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')

/** The real thing: what `npm start` runs once everything is built, on data of its own. */
export class Stack {
  private constructor(
    readonly process: ChildProcess,
    readonly dataDirectory: string,
    readonly address: string,
    readonly link: string,
  ) {}

  static async start(environment: Record<string, string> = {}): Promise<Stack> {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'enrichify-e2e-'))
    chmodSync(dataDirectory, 0o711)
    const child = spawn(process.execPath, ['--enable-source-maps', join('apps', 'cli', 'dist', 'main.js'), 'start'], { cwd: ROOT, env: { ...process.env, DATA_DIR: dataDirectory, PORT: '0', OFFLINE: 'true', ENRICHIFY_ROOT: ROOT, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const link = await new Promise<string>((done, fail) => {
      const read = (chunk: Buffer) => {
        output += chunk.toString()
        const found = /Open\s+(\S+#token=\S+)/.exec(output)?.[1]
        if (found && output.includes('Ctrl-C')) done(found)
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('exit', (code) => fail(new Error(`The stack ended with ${code}:\n${output}`)))
    })
    return new Stack(child, dataDirectory, new URL(link).origin, link)
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.process.once('exit', done))
    this.process.kill('SIGTERM')
    await ended
    rmSync(this.dataDirectory, { recursive: true, force: true })
  }
}
