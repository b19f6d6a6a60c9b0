import { startLocalStack } from '@enrichify/features'
import { loadConfig } from '../load-config.ts'
import type { CliCommand } from './command.ts'

export const migrateCommand: CliCommand = {
  register(program) {
    program
      .command('migrate')
      .description('migrate the database and exit; for deployments that start API and worker themselves')
      .action(async () => {
        const stack = await startLocalStack(loadConfig())
        if (!stack.adopted) await stack.stop()
        process.stdout.write('The database is up to date.\n')
      })
  },
}
