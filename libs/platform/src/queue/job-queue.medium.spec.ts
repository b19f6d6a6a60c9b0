import { randomUUID } from 'node:crypto'
import { RUN_PRIORITIES } from '@enrichify/domain'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { JobQueue } from './job-queue.ts'
import { connectQueues, type QueueConnection } from './queue-connection.ts'

let connection: QueueConnection
let queue: JobQueue
const fail = (error: Error) => {
  throw error
}
beforeAll(() => {
  connection = connectQueues({ databaseUrl: testDatabase.appUrl, role: null, connections: 2, onError: fail })
  queue = new JobQueue(connection, fail)
})
afterAll(async () => {
  await queue.close()
  await connection.close()
})

it('jobs that wait are counted, with a priority or without', async () => {
  const workspaceId = randomUUID()
  await queue.add(
    RUN_PRIORITIES.map((priority, batchId) => ({
      name: 'enrichment.run-batch' as const,
      payload: { workspaceId, runId: randomUUID(), batchId, generation: 1, priority },
    })),
  )
  const { enrichment } = await queue.counts()
  expect(enrichment!.waiting! + enrichment!.prioritized!).toBe(RUN_PRIORITIES.length)
  expect(enrichment!.prioritized).toBeGreaterThan(0)
})
