import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { Refused } from '@enrichify/domain'
import {
  AuthService,
  createHeadlessServer,
  LIVE_ADAPTER,
  LiveEmitter,
  startLocalStack,
  type LiveAdapter,
} from '@enrichify/features'
import { loadConfig } from '../load-config.ts'
import { openServices } from '../open-services.ts'
import type { CliCommand } from './command.ts'

export const resetPasswordCommand: CliCommand = {
  register(program) {
    program
      .command('reset-password <email>')
      .description('set a new password for an account (typed, or the first line of standard input); ends its sessions')
      .action(async (email: string) => {
        const password = await readPassword()
        if (password.length < 10 || Buffer.byteLength(password) > 72)
          throw new Refused('password', 'A password has at least 10 characters and at most 72 bytes.', 'invalid')
        const stack = await startLocalStack(loadConfig())
        const services = await openServices(stack.config)
        // A server that is running hears at once that sockets end.
        const live = createHeadlessServer(services.get<LiveAdapter>(LIVE_ADAPTER))
        services.get(LiveEmitter).attach(live)
        try {
          await services.get(AuthService).resetPassword(email, password)
          process.stdout.write(`The password of ${email} is set. All its sessions have ended.\n`)
        } finally {
          await live.of('/').adapter.close()
          await services.close()
          // A server that is running shares this database and continues.
          if (!stack.adopted) await stack.stop()
        }
      })
  },
}

/** Never from an argument: everyone on the machine can see arguments, and they stay in the shell's history. */
async function readPassword(): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  process.stderr.write('New password: ')
  const lines = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY })
  const [line] = await Promise.race([
    new Promise<string[]>((done) => lines.once('line', (text) => done([text]))),
    new Promise<string[]>((done) => lines.once('close', () => done(['']))),
  ])
  lines.close()
  process.stderr.write('\n')
  return line ?? ''
}
