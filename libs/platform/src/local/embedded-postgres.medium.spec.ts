import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startEmbeddedPostgres } from './embedded-postgres.ts'

it('comes back at the port that others know, and at no other while that one is taken', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'enrichify-postgres-'))
  chmodSync(folder, 0o711)
  try {
    const first = await startEmbeddedPostgres(folder, { fast: true })
    await first.stop()
    const taken = createServer().listen(first.port, '127.0.0.1')
    await expect(startEmbeddedPostgres(folder, { fast: true, port: first.port })).rejects.toThrow('EADDRINUSE')
    await new Promise((done) => taken.close(done))
    // The failed start has not changed what the next one takes for the port of last time.
    const second = await startEmbeddedPostgres(folder, { fast: true })
    expect(second).toMatchObject({ ownerUrl: first.ownerUrl, appUrl: first.appUrl, adopted: false })
    // Also while it is still shutting down.
    const stopping = second.stop()
    const again = () => startEmbeddedPostgres(folder, { fast: true, port: first.port })
    await expect
      .poll(() =>
        again().then(
          ({ ownerUrl }) => ownerUrl,
          () => null,
        ),
      )
      .toBe(first.ownerUrl)
    await stopping
    await (await again()).stop()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
