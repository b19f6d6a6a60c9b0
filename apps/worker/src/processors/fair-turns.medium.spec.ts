import { randomUUID } from 'node:crypto'
import { JobHandlers, QUEUE_CONNECTION, readConfig, type Config, type QueueConnection } from '@enrichify/features'
import { NestFactory } from '@nestjs/core'
import { Queue } from 'bullmq'
import { expect, it, vi } from 'vitest'
import { servedQueues, WorkerModule } from '../worker.module.ts'
import type { QueueHost } from './processor.ts'

const config: Config = {
  ...readConfig({}),
  DATABASE_URL: testDatabase.ownerUrl,
  DATABASE_APP_URL: testDatabase.appUrl,
  DATA_DIR: testDatabase.dataDirectory,
  OFFLINE: true,
  BROWSER: 'off',
  LOG_LEVEL: 'silent',
  WORKER_QUEUES: ['enrichment'],
  WORKER_CONCURRENCY: 4,
}

it('a batch of another workspace begins while those of the first occupy all of its places', async () => {
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config), { logger: false })
  const queue = new Queue('enrichment', { connection: app.get<QueueConnection>(QUEUE_CONNECTION).options })
  const [many, few] = [randomUUID(), randomUUID()]
  let end = (): void => {}
  const ended = new Promise<void>((done) => (end = done))
  const begun: string[] = []
  vi.spyOn(app.get(JobHandlers, { strict: false }), 'run').mockImplementation(async (_name, data) => {
    const { workspaceId } = data as { workspaceId: string }
    begun.push(workspaceId)
    if (workspaceId === many) await ended
  })
  const batches = (workspaceId: string, count: number) =>
    queue.addBulk(
      Array.from({ length: count }, (_, batchId) => ({
        name: 'enrichment.run-batch',
        data: { workspaceId, runId: randomUUID(), batchId, generation: 1 },
        opts: { priority: 5 },
      })),
    )
  const of = (workspaceId: string) => begun.filter((each) => each === workspaceId).length
  try {
    await batches(many, 40)
    app.get<QueueHost>(servedQueues(config)[0]!.processor, { strict: false }).start()
    await expect.poll(() => of(many)).toBe(4)
    await batches(few, 1)
    await expect.poll(() => of(few)).toBe(1)
    expect(of(many)).toBe(4)
    end()
    await expect.poll(() => of(many)).toBe(40)
  } finally {
    end()
    await queue.close()
    await app.close()
  }
})

it('an export of another person begins while those of the first wait, and one of each runs at a time', async () => {
  const exporting: Config = { ...config, WORKER_QUEUES: ['exports'] }
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(exporting), { logger: false })
  const queue = new Queue('exports', { connection: app.get<QueueConnection>(QUEUE_CONNECTION).options })
  const [workspaceId, many, few] = [randomUUID(), randomUUID(), randomUUID()]
  let end = (): void => {}
  const ended = new Promise<void>((done) => (end = done))
  const begun: string[] = []
  vi.spyOn(app.get(JobHandlers, { strict: false }), 'run').mockImplementation(async (_name, data) => {
    const { userId } = data as { userId: string }
    begun.push(userId)
    if (userId === many) await ended
  })
  const add = (userId: string, count: number) =>
    queue.addBulk(
      Array.from({ length: count }, () => ({
        name: 'exports.run',
        data: { workspaceId, userId, exportId: randomUUID() },
      })),
    )
  const of = (userId: string) => begun.filter((each) => each === userId).length
  try {
    await add(many, 5)
    app.get<QueueHost>(servedQueues(exporting)[0]!.processor, { strict: false }).start()
    await expect.poll(() => of(many)).toBe(1)
    await add(few, 2)
    await expect.poll(() => of(few)).toBe(2)
    expect(of(many)).toBe(1)
    end()
    await expect.poll(() => of(many)).toBe(5)
  } finally {
    end()
    await queue.close()
    await app.close()
  }
})
