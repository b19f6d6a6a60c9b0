import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Redis } from 'ioredis'
import { afterEach, describe, expect, it } from 'vitest'
import { redisRateLimits } from '../limits/rate-limits.ts'
import { createRedis, refuseUnsafeRedis } from './redis-safety.ts'

const hasRedis = spawnSync('redis-server', ['--version']).status === 0
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function startRedis(...settings: string[]): Promise<Redis> {
  const port = await new Promise<number>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as { port: number }
      server.close(() => done(free))
    })
  })
  const directory = mkdtempSync(join(tmpdir(), 'enrichify-redis-'))
  const server: ChildProcess = spawn(
    'redis-server',
    ['--port', String(port), '--dir', directory, '--bind', '127.0.0.1', ...settings],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  await new Promise<void>((ready) =>
    server.stdout!.on('data', (chunk: Buffer) => chunk.toString().includes('Ready to accept') && ready()),
  )
  const redis = createRedis(`redis://127.0.0.1:${port}`, () => {})
  open.push(async () => {
    redis.disconnect()
    const ended = new Promise((done) => server.once('exit', done))
    server.kill('SIGKILL')
    await ended
    rmSync(directory, { recursive: true, force: true })
  })
  return redis
}

describe.skipIf(!hasRedis)('Redis (skipped where there is no redis-server)', () => {
  it('that may lose jobs is refused, with the reason and the mend', async () => {
    const forgetful = await startRedis('--appendonly', 'no')
    await expect(refuseUnsafeRedis(forgetful, false, () => {})).rejects.toThrow(/appendonly yes/)
    const warnings: string[] = []
    await refuseUnsafeRedis(forgetful, true, (message) => warnings.push(message))
    expect(warnings).toHaveLength(1)
    const evicting = await startRedis('--appendonly', 'yes', '--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru')
    await expect(refuseUnsafeRedis(evicting, false, () => {})).rejects.toThrow(/noeviction/)
  })

  it('that keeps its word is taken', async () => {
    const redis = await startRedis('--appendonly', 'yes', '--maxmemory-policy', 'noeviction')
    await expect(refuseUnsafeRedis(redis, false, () => {})).resolves.toBeUndefined()
  })

  it('counts hits and reserves slots for all processes', async () => {
    const limits = redisRateLimits(await startRedis())
    expect(await Promise.all([1, 2, 3].map(() => limits.hit('k', 2, 60_000)))).toEqual([true, true, false])
    const { hits, leftMs } = await limits.count('k', 60_000)
    expect([hits, leftMs > 0 && leftMs <= 60_000]).toEqual([4, true])
    const waits = await Promise.all([1, 2, 3].map(() => limits.nextSlot('host', 1000)))
    expect(waits[0]).toBe(0)
    expect(waits[2]).toBeGreaterThan(1500)
  })
})
