import { startLocalStack } from '@enrichify/features'
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { loadConfig } from '../load-config.ts'
import { asEnvironment } from '../supervisor.ts'
import { projectRoot, type CliCommand } from './command.ts'

export const devCommand: CliCommand = {
  register(program) {
    program.command('dev').description('start with hot reload').action(dev)
  },
}

/** The compiler watches, both servers restart when what they import changes, and Vite serves the client and passes the API through. */
async function dev(): Promise<void> {
  const config = loadConfig()
  const stack = await startLocalStack(config)
  const environment = { ...process.env, ...asEnvironment(stack.config) }
  const children: ChildProcess[] = []
  const run = (file: string, args: string[], cwd = projectRoot, extra: Record<string, string> = {}) => children.push(spawn(file, args, { cwd, env: { ...environment, ...extra }, stdio: 'inherit' }))
  run('tsc', ['-b', '-w', '--preserveWatchOutput', 'apps/api', 'apps/worker', 'apps/cli'])
  for (const app of ['api', 'worker']) run(process.execPath, ['--enable-source-maps', '--watch', '--watch-preserve-output', join('apps', app, 'dist', 'main.js')])
  run('vite', [], join(projectRoot, 'apps', 'web'), { API_URL: `http://${config.HOST}:${config.PORT}` })
  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    await Promise.all(children.map((child) => new Promise<void>((done) => (child.exitCode === null ? (child.once('exit', () => done()), child.kill('SIGTERM')) : done()))))
    await stack.stop()
    process.exit(0)
  }
  process.on('SIGINT', () => void stop())
  process.on('SIGTERM', () => void stop())
}
