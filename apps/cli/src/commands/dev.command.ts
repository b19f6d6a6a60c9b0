import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { AuthService, LocalJobs, SampleService, startLocalStack, type Config } from '@enrichify/features'
import { loadConfig } from '../load-config.ts'
import { onEnd } from '../on-end.ts'
import { openServices } from '../open-services.ts'
import { asEnvironment } from '../supervisor.ts'
import { projectRoot, type CliCommand } from './command.ts'

export const devCommand: CliCommand = {
  register(program) {
    program.command('dev').description('start with hot reload').action(dev)
  },
}

const WEB_PORT = 5173

/**
 * The compiler watches, both servers restart when their code changes, and Vite serves the client and forwards requests
 * to the API.
 */
async function dev(): Promise<void> {
  const config = loadConfig()
  const stack = await startLocalStack(config)
  process.stdout.write(`\n  Open      http://localhost:${WEB_PORT}/welcome#token=${await createLink(stack.config)}\n\n`)
  const environment = { ...process.env, ...asEnvironment(stack.config) }
  const children: ChildProcess[] = []
  const run = (file: string, args: string[], cwd = projectRoot, extra: Record<string, string> = {}) =>
    children.push(spawn(file, args, { cwd, env: { ...environment, ...extra }, stdio: 'inherit' }))
  run('tsc', ['-b', '-w', '--preserveWatchOutput', 'apps/api', 'apps/worker', 'apps/cli'])
  for (const app of ['api', 'worker'])
    run(process.execPath, [
      '--enable-source-maps',
      '--watch',
      '--watch-preserve-output',
      join('apps', app, 'dist', 'main.js'),
    ])
  run('vite', ['--port', String(WEB_PORT)], join(projectRoot, 'apps', 'web'), {
    API_URL: `http://${config.HOST}:${config.PORT}`,
  })
  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    await Promise.all(
      children.map(
        (child) =>
          new Promise<void>((done) =>
            child.exitCode === null ? (child.once('exit', () => done()), child.kill('SIGTERM')) : done(),
          ),
      ),
    )
    await stack.stop()
    process.exit(0)
  }
  onEnd(stop)
}

/** What `npm start` gets from its API. Here the servers restart at any time, so the link is made before they run. */
async function createLink(config: Config): Promise<string> {
  const services = await openServices({ ...config, LOG_LEVEL: 'error' })
  try {
    const { token, created, userId, workspaceId } = await services.get(AuthService).createLocalLink()
    if (created)
      await services.get(SampleService).create({ workspaceId, userId, role: 'manager', scopes: null, tokenId: null })
    await services.get(LocalJobs).idle()
    return token
  } finally {
    await services.close()
  }
}
