import { KeyRotation, startLocalStack } from '@enrichify/features'
import { loadConfig } from '../load-config.ts'
import { openServices } from '../open-services.ts'
import type { CliCommand } from './command.ts'

export const rotateKeysCommand: CliCommand = {
  register(program) {
    program
      .command('rotate-keys')
      .description(
        'put all stored service keys under a new master key, while the servers keep running; ' +
          'with SECRETS_KEY set, its first key is the new one',
      )
      .option(
        '--drop-old',
        'delete the old master keys afterwards; only once every server has restarted or has used a key since',
      )
      .action(async (options: { dropOld?: boolean }) => {
        const stack = await startLocalStack(loadConfig())
        const services = await openServices(stack.config)
        try {
          const rotation = services.get(KeyRotation)
          const { moved, masterKeyId, fromFile } = await rotation.rotate()
          const keys = `${moved} stored ${moved === 1 ? 'key is' : 'keys are'}`
          const source = fromFile ? '' : ' (the first of SECRETS_KEY)'
          process.stdout.write(`${keys} now under the master key ${masterKeyId}${source}.\n`)
          if (options.dropOld) rotation.dropOld()
        } finally {
          await services.close()
          if (!stack.adopted) await stack.stop()
        }
      })
  },
}
