import { checkInstallation } from '@enrichify/features'
import { loadConfig } from '../load-config.ts'
import { projectRoot, type CliCommand } from './command.ts'

const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const SHARE = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })

export const doctorCommand: CliCommand = {
  register(program) {
    program
      .command('doctor')
      .description('check everything that a start needs, say how to fix what is wrong, and how full each limit is')
      .action(async () => {
        const { checks, limits } = await checkInstallation(loadConfig(), projectRoot)
        for (const { name, ok, optional, detail, mend } of checks) {
          const result = ok ? '  ok  ' : optional ? ' note ' : ' FAIL '
          process.stdout.write(`${result} ${name.padEnd(12)} ${detail}\n`)
          if (!ok) process.stdout.write(`${' '.repeat(20)}→ ${mend}\n`)
        }
        if (limits.length > 0) process.stdout.write('\nLimits, and how much of each is in use:\n')
        for (const { name, use, limit, unit } of limits) {
          const [used, most] = [use, limit].map((number) => NUMBER.format(number))
          process.stdout.write(
            `  ${SHARE.format(use / limit).padStart(6)} ${name.padEnd(20)} ${used} of ${most} ${unit}\n`,
          )
        }
        if (checks.some((check) => !check.ok && !check.optional)) process.exitCode = 1
      })
  },
}
