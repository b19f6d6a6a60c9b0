import { Refused } from '@enrichify/domain'
import { ConfigError } from '@enrichify/features'
import { Command, CommanderError } from 'commander'
import { COMMANDS } from './commands/index.ts'

const FAILED = 1
/** The command line itself is wrong. */
const USAGE = 2

/** Runs one command line, `argv` without the program's name, and sets the exit code. */
export async function runCli(argv: readonly string[]): Promise<void> {
  const program = new Command('enrichify')
    .description('A lead spreadsheet you can audit.')
    .version('0.1.0')
    .exitOverride()
  for (const command of COMMANDS) command.register(program)
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE
    else {
      // People get the sentence that says what to do. DEBUG shows the rest.
      const known = error instanceof Refused || error instanceof ConfigError
      const short = error instanceof Error ? error.message : String(error)
      const text = !known && process.env.DEBUG && error instanceof Error ? error.stack : short
      process.stderr.write(`\n${text}\n${known ? '' : 'Run `npm run doctor` to see what is wrong.\n'}`)
      process.exitCode = FAILED
    }
  }
}
