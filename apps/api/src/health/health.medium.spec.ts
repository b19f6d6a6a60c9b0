import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { TestApi } from '../testing/open-test-api.ts'

it('is 503 when the storage is down, and tells which part without telling where it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'enrichify-health-'))
  const api = await TestApi.open({ DATA_DIR: folder })
  try {
    expect((await fetch(`${api.origin}/health`)).status).toBe(200)
    // A file where the folder should be: not even root can write into it.
    rmSync(join(folder, 'files'), { recursive: true, force: true })
    writeFileSync(join(folder, 'files'), '')
    const response = await fetch(`${api.origin}/health`)
    const text = await response.text()
    expect([response.status, JSON.parse(text)]).toEqual([
      503,
      expect.objectContaining({
        status: 'down',
        parts: expect.objectContaining({
          storage: expect.objectContaining({ status: 'down' }) as object,
          postgres: expect.objectContaining({ status: 'up' }) as object,
        }) as object,
      }),
    ])
    expect(text).not.toContain(folder)
  } finally {
    await api.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
