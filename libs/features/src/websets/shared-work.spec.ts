import { expect, it } from 'vitest'
import { SharedWork } from './shared-work.ts'

const LEFT = new Error('left')

function begin() {
  const result = Promise.withResolvers<string>()
  let ended: AbortSignal | undefined
  const work = new SharedWork((signal) => {
    ended = signal
    signal.addEventListener('abort', () => result.reject(signal.reason))
    return result.promise
  })
  return { work, finish: () => result.resolve('done'), ended: ended! }
}

it('work is done once for all who wait', async () => {
  const { work, finish } = begin()
  const { signal } = new AbortController()
  const all = [work.wait(signal), work.wait(signal)]
  finish()
  expect(await Promise.all(all)).toEqual(['done', 'done'])
})

it('work ends when the last one leaves, and not before', async () => {
  const { work, ended } = begin()
  const [one, other] = [new AbortController(), new AbortController()]
  const all = [work.wait(one.signal), work.wait(other.signal)]
  one.abort(LEFT)
  await expect(all[0]).rejects.toBe(LEFT)
  expect(ended.aborted).toBe(false)
  other.abort(LEFT)
  await expect(all[1]).rejects.toBe(LEFT)
  expect(ended.reason).toBe(LEFT)
  expect(work.isEnded).toBe(true)
})

it('work that is kept goes on without anyone', async () => {
  const { work, finish, ended } = begin()
  const leaving = new AbortController()
  const waiting = work.wait(leaving.signal)
  work.keep()
  leaving.abort(LEFT)
  await expect(waiting).rejects.toBe(LEFT)
  expect(ended.aborted).toBe(false)
  finish()
  expect(await work.done).toBe('done')
})

it('who has left before does not wait, and ends nothing', async () => {
  const { work, ended } = begin()
  await expect(work.wait(AbortSignal.abort(LEFT))).rejects.toBe(LEFT)
  expect(ended.aborted).toBe(false)
})
