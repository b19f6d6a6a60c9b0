import type { JobName, JobPayload } from '@enrichify/contracts'
import { GivenUp, RateLimited } from '@enrichify/domain'
import type { ModuleRef } from '@nestjs/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { JobRunner } from './job-runner.ts'
import { LocalJobs } from './local-jobs.ts'
import { Outbox } from './outbox.ts'

const job = (importId: string): { name: 'imports.run'; payload: JobPayload<'imports.run'> } => ({
  name: 'imports.run',
  payload: { workspaceId: 'w', importId },
})
const idOf = (data: unknown): string => (data as { importId: string }).importId

let drain: () => Promise<void>
let run: (id: string, signal: AbortSignal) => Promise<void>
let givenUp: [id: string, error: unknown][]
let jobs: LocalJobs

beforeEach(() => {
  drain = async () => {}
  run = async () => {}
  givenUp = []
  const runner: JobRunner = {
    run: (_name, data, signal) => run(idOf(data), signal),
    giveUp: async (_name, data, error) => void givenUp.push([idOf(data), error]),
  }
  const found = new Map<unknown, unknown>([
    [Outbox, { drain: () => drain() }],
    [JobRunner, runner],
  ])
  jobs = new LocalJobs({ get: (token: unknown) => found.get(token) } as ModuleRef)
})
afterEach(() => void vi.useRealTimers())

/** Jobs that have started, and a way to end each. */
function byHand() {
  const started: string[] = []
  const gates = new Map<string, PromiseWithResolvers<void>>()
  run = (id) => {
    started.push(id)
    const gate = Promise.withResolvers<void>()
    gates.set(id, gate)
    return gate.promise
  }
  return { started, end: (id: string) => gates.get(id)!.resolve() }
}

it('starts jobs in their order, at most four at once', async () => {
  const { started, end } = byHand()
  await jobs.add(['a', 'b', 'c', 'd', 'e', 'f'].map(job))
  await expect.poll(() => started).toEqual(['a', 'b', 'c', 'd'])
  end('c')
  await expect.poll(() => started).toEqual(['a', 'b', 'c', 'd', 'e'])
  for (const id of ['a', 'b', 'd', 'e']) end(id)
  await expect.poll(() => started.at(-1)).toBe('f')
  end('f')
  await jobs.idle()
})

it('does not start a job inside the call that adds it', async () => {
  const { started, end } = byHand()
  await jobs.add([job('a')])
  expect(started).toEqual([])
  await expect.poll(() => started).toEqual(['a'])
  end('a')
  await jobs.idle()
})

it('gives a job up after three attempts, with the last error', async () => {
  let attempts = 0
  run = async () => {
    attempts++
    throw new Error(`attempt ${attempts}`)
  }
  await jobs.add([job('a')])
  await jobs.idle()
  expect(attempts).toBe(3)
  expect(givenUp).toEqual([['a', expect.objectContaining({ message: 'attempt 3' })]])
})

it('gives a job up at once if no further attempt can help', async () => {
  let attempts = 0
  run = async () => {
    attempts++
    throw new GivenUp('broken', 'It never works.')
  }
  await jobs.add([job('a')])
  await jobs.idle()
  expect([attempts, givenUp.length]).toEqual([1, 1])
})

it('waits for a rate limit, which costs no attempt', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] })
  let attempts = 0
  run = async () => {
    attempts++
    if (attempts <= 5) throw new RateLimited('slow down', Date.now() + 1000)
  }
  await jobs.add([job('a')])
  const idle = jobs.idle()
  for (let second = 1; second <= 5; second++) {
    await new Promise((done) => setImmediate(done))
    expect(attempts).toBe(second)
    await vi.advanceTimersByTimeAsync(999)
    expect(attempts).toBe(second)
    await vi.advanceTimersByTimeAsync(1)
  }
  await idle
  expect([attempts, givenUp]).toEqual([6, []])
})

it('aborts: running jobs are signalled and neither repeated nor given up, waiting ones never start', async () => {
  const started: string[] = []
  run = (id, signal) => {
    started.push(id)
    return new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason as Error)))
  }
  await jobs.add(['a', 'b', 'c', 'd', 'e'].map(job))
  await expect.poll(() => started).toHaveLength(4)
  jobs.abort()
  await jobs.idle()
  expect([started, givenUp]).toEqual([['a', 'b', 'c', 'd'], []])
})

it('is idle only when the outbox is empty too, also after a job that queues another', async () => {
  const done: string[] = []
  const outbox: string[] = ['first']
  drain = async () => {
    if (outbox.length) await jobs.add(outbox.splice(0).map(job))
  }
  run = async (id) => {
    done.push(id)
    if (id === 'first') outbox.push('second')
  }
  await jobs.idle()
  expect(done).toEqual(['first', 'second'])
})

it('does not fail when giving up fails', async () => {
  const names: JobName[] = []
  jobs = new LocalJobs({
    get: (token: unknown) =>
      token === Outbox
        ? { drain }
        : {
            run: async (name: JobName) => {
              names.push(name)
              throw new GivenUp('broken', 'x')
            },
            giveUp: () => Promise.reject(new Error('the database is away')),
          },
  } as ModuleRef)
  await jobs.add([job('a')])
  await jobs.idle()
  expect(names).toEqual(['imports.run'])
})
