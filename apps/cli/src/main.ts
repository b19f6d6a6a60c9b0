import { Refused } from '@enrichify/domain'
import { ConfigError } from '@enrichify/features'
import { Command, CommanderError } from 'commander'
import { COMMANDS } from './commands/index.ts'

const program = new Command('enrichify')
  .description('A lead spreadsheet you can audit.')
  .version('0.1.0')
  .exitOverride()
for (const command of COMMANDS) command.register(program)

try {
  await program.parseAsync(process.argv)
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode
  else {
    // People get the sentence that says what to do; who debugs asks for more.
    const known = error instanceof Refused || error instanceof ConfigError
    process.stderr.write(
      `\n${error instanceof Error ? (known || !process.env.DEBUG ? error.message : error.stack) : String(error)}\n${known ? '' : 'Run `npm run doctor` to see what is wrong.\n'}`,
    )
    process.exitCode = 1
  }
}
