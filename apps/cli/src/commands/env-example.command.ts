import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderEnvExample } from '@enrichify/features'
import { projectRoot, type CliCommand } from './command.ts'

export const envExampleCommand: CliCommand = {
  register(program) {
    program
      .command('env-example', { hidden: true })
      .description('write .env.example from the settings')
      .action(() => writeFileSync(join(projectRoot, '.env.example'), renderEnvExample()))
  },
}
