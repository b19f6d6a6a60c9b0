import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Stack } from './drills/stack.ts'

const hasRedis = spawnSync('redis-server', ['--version']).status === 0

describe.skipIf(!hasRedis)('the stack on Redis (skipped where there is no redis-server)', () => {
  let redis: ChildProcess
  let folder: string
  let url: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'enrichify-redis-'))
    const port = await new Promise<number>((done) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const { port: free } = server.address() as { port: number }
        server.close(() => done(free))
      })
    })
    url = `redis://127.0.0.1:${port}`
    redis = spawn(
      'redis-server',
      [
        '--port',
        String(port),
        '--dir',
        folder,
        '--bind',
        '127.0.0.1',
        '--appendonly',
        'yes',
        '--maxmemory-policy',
        'noeviction',
      ],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    )
    await new Promise<void>((ready) =>
      redis.stdout!.on('data', (chunk: Buffer) => chunk.toString().includes('Ready to accept') && ready()),
    )
  })
  afterAll(() => {
    redis.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  it('runs the sample with its queues and events there', async () => {
    const stack = await Stack.open({ REDIS_URL: url })
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
      expect([health.status, health.parts.redis?.status, health.parts.worker?.status]).toEqual(['ok', 'up', 'up'])
    } finally {
      await stack.stop()
    }
  })
})
