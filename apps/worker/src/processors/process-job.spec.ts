import { GivenUp, RateLimited } from '@enrichify/domain'
import type { JobHandlers, Logger } from '@enrichify/features'
import { DelayedError, UnrecoverableError, type Job } from 'bullmq'
import { beforeEach, expect, it, vi } from 'vitest'
import { processJob } from './process-job.ts'

const run = vi.fn<JobHandlers['run']>()
const giveUp = vi.fn<JobHandlers['giveUp']>()
const warn = vi.fn<(about: object, message: string) => void>()
const moveToDelayed = vi.fn<Job['moveToDelayed']>()
const { signal } = new AbortController()

beforeEach(() => {
  for (const mock of [run, giveUp, warn, moveToDelayed]) mock.mockReset()
})

function process(change: { name?: string; attemptsMade?: number } = {}): Promise<void> {
  const job = { name: 'imports.run', data: { importId: 'i' }, attemptsMade: 0, moveToDelayed, ...change }
  return processJob(
    { run, giveUp } as unknown as JobHandlers,
    { warn } as unknown as Logger,
    job as unknown as Job,
    'token-1',
    signal,
  )
}
const logged = () => warn.mock.calls.map(([about, message]) => ({ ...about, message }))

it('runs the job with its data and the signal', async () => {
  await process()
  expect(run).toHaveBeenCalledExactlyOnceWith('imports.run', { importId: 'i' }, signal)
  expect([giveUp.mock.calls, warn.mock.calls]).toEqual([[], []])
})

it('delays a job that is rate-limited, which costs no attempt, even the last one', async () => {
  run.mockRejectedValue(new RateLimited('slow down', 1233.4))
  await expect(process({ attemptsMade: 2 })).rejects.toBeInstanceOf(DelayedError)
  expect(moveToDelayed).toHaveBeenCalledExactlyOnceWith(1234, 'token-1')
  expect([giveUp.mock.calls, warn.mock.calls]).toEqual([[], []])
})

it('rethrows an error, so that the queue tries again', async () => {
  const error = new Error('broken')
  run.mockRejectedValue(error)
  await expect(process({ attemptsMade: 1 })).rejects.toBe(error)
  expect(giveUp).not.toHaveBeenCalled()
  expect(logged()).toEqual([
    {
      job: 'imports.run',
      attempt: 2,
      transient: false,
      err: error,
      message: 'A job failed and will be tried again',
    },
  ])
})

it('gives a job up after its last attempt', async () => {
  const error = new Error('broken')
  run.mockRejectedValue(error)
  await expect(process({ attemptsMade: 2 })).rejects.toBeInstanceOf(UnrecoverableError)
  expect(giveUp).toHaveBeenCalledExactlyOnceWith('imports.run', { importId: 'i' }, error)
  expect(logged()).toMatchObject([{ attempt: 3, message: 'A job was given up' }])
})

it('counts the attempts of each job by the table of jobs', async () => {
  const error = new Error('broken')
  run.mockRejectedValue(error)
  await expect(process({ name: 'enrichment.run-batch', attemptsMade: 6 })).rejects.toBe(error)
  await expect(process({ name: 'enrichment.run-batch', attemptsMade: 7 })).rejects.toBeInstanceOf(UnrecoverableError)
  await expect(process({ name: 'not.a-job', attemptsMade: 0 })).rejects.toBeInstanceOf(UnrecoverableError)
})

it('gives a job up at once if no attempt can help', async () => {
  const error = new GivenUp('bad_job', 'There is no such import.')
  run.mockRejectedValue(error)
  await expect(process()).rejects.toThrow(new UnrecoverableError('There is no such import.'))
  expect(giveUp).toHaveBeenCalledExactlyOnceWith('imports.run', { importId: 'i' }, error)
})

it('logs that the database was away without the error', async () => {
  const error = Object.assign(new Error('terminating connection'), { code: '57P01' })
  run.mockRejectedValue(error)
  await expect(process()).rejects.toBe(error)
  expect(logged()).toEqual([
    { job: 'imports.run', attempt: 1, transient: true, message: 'A job failed and will be tried again' },
  ])
})

it('leaves a job to the queue if giving it up fails', async () => {
  run.mockRejectedValue(new GivenUp('bad_job', 'x'))
  const away = new Error('the database is away')
  giveUp.mockRejectedValue(away)
  await expect(process()).rejects.toBe(away)
})
