import { checkInstallation } from '@enrichify/features'
import { loadConfig } from '../load-config.ts'
import { projectRoot, type CliCommand } from './command.ts'

export const doctorCommand: CliCommand = {
  register(program) {
    program
      .command('doctor')
      .description('check everything that a start needs, and say how to fix what is wrong')
      .action(async () => {
        const checks = await checkInstallation(loadConfig(), projectRoot)
        for (const { name, ok, optional, detail, mend } of checks) {
          const result = ok ? '  ok  ' : optional ? ' note ' : ' FAIL '
          process.stdout.write(`${result} ${name.padEnd(12)} ${detail}\n`)
          if (!ok) process.stdout.write(`${' '.repeat(20)}→ ${mend}\n`)
        }
        if (checks.some((check) => !check.ok && !check.optional)) process.exitCode = 1
      })
  },
}
