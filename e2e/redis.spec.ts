import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasRedis, Redis } from './drills/redis.ts'
import { root, Stack } from './drills/stack.ts'

describe.skipIf(!hasRedis)('the stack on Redis (skipped where there is no redis-server)', () => {
  let redis: Redis
  beforeAll(async () => void (redis = await Redis.open()))
  afterAll(() => redis?.close())

  it('runs the sample with its queues and events there', async () => {
    const stack = await Stack.open({ REDIS_URL: redis.url })
    try {
      const { accessToken } = (await (
        await fetch(`${stack.address}/api/v1/auth/link`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ token: stack.token }),
        })
      ).json()) as { accessToken: string }
      const send = async (method: string, path: string, body?: unknown): Promise<Record<string, any>> =>
        // any: each call knows its answer
        (
          await fetch(`${stack.address}/api/v1${path}`, {
            method,
            headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
            ...(body ? { body: JSON.stringify(body) } : {}),
          })
        ).json() as Promise<Record<string, any>> // any: as above
      const [{ id }] = (await send('GET', '/websets')).websets as [{ id: string }]
      await expect.poll(async () => (await send('GET', `/websets/${id}/archive`)).archive.state).toBe('ready')
      const run = await send('POST', `/websets/${id}/enrich`, {})
      await expect.poll(async () => (await send('GET', `/runs/${run.id}`)).state).toBe('finished')
      expect((await send('GET', `/runs/${run.id}`)).counts.verified).toBeGreaterThan(60)
      const health = (await (await fetch(`${stack.address}/health`)).json()) as {
        status: string
        parts: Record<string, { status: string }>
      }
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [join(root, 'apps/cli/dist/main.js'), 'rotate-keys'],
        { env: stack.environment() },
      )
      // A command that ends leaves no connection open.
      expect(stdout).toContain('now under the master key')
      expect([health.status, health.parts.redis?.status, health.parts.worker?.status]).toEqual(['ok', 'up', 'up'])
    } finally {
      await stack.stop()
    }
  })
})
