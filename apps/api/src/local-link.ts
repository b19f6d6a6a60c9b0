import { AuthService, SampleService } from '@enrichify/features'
import type { INestApplicationContext } from '@nestjs/common'

/**
 * Answers the launcher that started this process, over their private channel and never over HTTP: a one-time link for
 * the owner. On a fresh install it also makes the sample webset, so that the product is not empty at first.
 */
export function answerLauncher(app: INestApplicationContext): void {
  process.on('message', (message) => {
    if ((message as { ask?: string }).ask !== 'local-link') return
    void createLink(app).then(
      (localLink) => process.send?.({ localLink }),
      () => process.send?.({ localLink: null }),
    )
  })
}

async function createLink(app: INestApplicationContext): Promise<string> {
  const { token, created, workspaceId, userId } = await app.get(AuthService).createLocalLink()
  if (created)
    await app.get(SampleService).create({ workspaceId, userId, role: 'manager', scopes: null, tokenId: null })
  return token
}
