import { randomUUID } from 'node:crypto'
import type { JobPayload } from '@enrichify/contracts'
import { Database, OperationsRepository } from '@enrichify/database'
import type { Logger } from '@enrichify/platform'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { JobSink, Outbox } from './outbox.ts'

/** What reached the queue; the next delivery may fail or wait. */
class TestSink extends JobSink {
  readonly ids: string[] = []
  failure: Error | null = null
  readonly called = Promise.withResolvers<void>()
  gate = Promise.resolve()
  async add(jobs: { payload: unknown }[]): Promise<void> {
    this.called.resolve()
    await this.gate
    if (this.failure) throw this.failure
    this.ids.push(...jobs.map(({ payload }) => (payload as JobPayload<'exports.run'>).exportId))
  }
}

let services: TestServices
let database: Database
let operations: OperationsRepository
let sink: TestSink
let outbox: Outbox
const error = vi.fn()

beforeAll(async () => {
  services = await openTestServices()
  database = services.get(Database)
  operations = services.get(OperationsRepository)
})
afterAll(() => services.close())
beforeEach(() => {
  sink = new TestSink()
  outbox = open()
})
afterEach(async () => {
  await outbox.onModuleDestroy()
  vi.useRealTimers()
  error.mockReset()
  await database.inSystem((tx) => tx.query('delete from outbox'))
})

const open = (): Outbox => new Outbox(database, operations, sink, { error } as unknown as Logger)
const job = () => ({ name: 'exports.run' as const, payload: { workspaceId: randomUUID(), exportId: randomUUID() } })
const idsOf = (jobs: ReturnType<typeof job>[]): string[] => jobs.map(({ payload }) => payload.exportId)
const waiting = async (): Promise<number> => (await database.inSystem((tx) => tx.query('select from outbox'))).length

it('sends jobs to the queue after the commit, in their order', async () => {
  const jobs = [job(), job(), job()]
  await database.inSystem(async (tx) => {
    await outbox.enqueue(tx, jobs)
    await outbox.drain()
    expect(sink.ids).toEqual([])
  })
  await outbox.drain()
  expect(sink.ids).toEqual(idsOf(jobs))
  expect(await waiting()).toBe(0)
})

it('sends nothing of a transaction that fails', async () => {
  await expect(
    database.inSystem(async (tx) => {
      await outbox.enqueue(tx, [job()])
      throw new Error('rolled back')
    }),
  ).rejects.toThrow('rolled back')
  await outbox.drain()
  expect([sink.ids, await waiting()]).toEqual([[], 0])
})

it('keeps jobs that the queue refuses, says so, and sends them with the next pass', async () => {
  const jobs = [job()]
  sink.failure = new Error('the queue is broken')
  await database.inSystem((tx) => operations.enqueue(tx, jobs))
  await outbox.drain()
  expect([sink.ids, await waiting(), error.mock.calls.length]).toEqual([[], 1, 1])
  sink.failure = null
  await outbox.drain()
  expect([sink.ids, await waiting()]).toEqual([idsOf(jobs), 0])
})

it('does not log a queue that is away for a moment', async () => {
  sink.failure = Object.assign(new Error('away'), { code: 'ECONNREFUSED' })
  await database.inSystem((tx) => operations.enqueue(tx, [job()]))
  await outbox.drain()
  expect([await waiting(), error.mock.calls.length]).toEqual([1, 0])
})

it('sends each job once when two processes drain at the same time', async () => {
  const jobs = Array.from({ length: 1200 }, job)
  await database.inSystem((tx) => operations.enqueue(tx, jobs))
  const other = open()
  await Promise.all([outbox.drain(), other.drain(), outbox.drain()])
  expect(sink.ids.toSorted()).toEqual(idsOf(jobs).toSorted())
})

it('shares one pass between calls at the same time, and sees what was committed meanwhile', async () => {
  const [first, second] = [job(), job()]
  const gate = Promise.withResolvers<void>()
  sink.gate = gate.promise
  await database.inSystem((tx) => operations.enqueue(tx, [first]))
  const pass = outbox.drain()
  await sink.called.promise
  await database.inSystem((tx) => operations.enqueue(tx, [second]))
  expect(outbox.drain()).toBe(pass)
  gate.resolve()
  await pass
  expect(sink.ids).toEqual(idsOf([first, second]))
})

it('finds every second what a dead process left behind', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const jobs = [job()]
  outbox.watch()
  await database.inSystem((tx) => operations.enqueue(tx, jobs))
  vi.advanceTimersByTime(999)
  expect(sink.ids).toEqual([])
  vi.advanceTimersByTime(1)
  await sink.called.promise
  await outbox.onModuleDestroy()
  expect([sink.ids, vi.getTimerCount()]).toEqual([idsOf(jobs), 0])
})
