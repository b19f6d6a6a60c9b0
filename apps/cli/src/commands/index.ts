import type { CliCommand } from './command.ts'
import { devCommand } from './dev.command.ts'
import { doctorCommand } from './doctor.command.ts'
import { enrichCommand } from './enrich.command.ts'
import { envExampleCommand } from './env-example.command.ts'
import { extractCommand } from './extract.command.ts'
import { migrateCommand } from './migrate.command.ts'
import { resetPasswordCommand } from './reset-password.command.ts'
import { rotateKeysCommand } from './rotate-keys.command.ts'
import { startCommand } from './start.command.ts'

export const COMMANDS: CliCommand[] = [
  startCommand,
  devCommand,
  doctorCommand,
  enrichCommand,
  extractCommand,
  migrateCommand,
  resetPasswordCommand,
  rotateKeysCommand,
  envExampleCommand,
]
