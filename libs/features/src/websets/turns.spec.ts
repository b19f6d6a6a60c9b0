import { expect, it } from 'vitest'
import { Turns } from './turns.ts'

const never = new AbortController().signal

/** Work that runs until the test ends it. `began` says in which order it was let in. */
function desk(turns: Turns) {
  const began: string[] = []
  const ends = new Map<string, () => void>()
  const ask = (name: string, signal = never): Promise<void> =>
    turns.take(name[0]!, signal, () => {
      began.push(name)
      return new Promise((end) => ends.set(name, end))
    })
  /** Ends a work, and lets the next one begin. */
  const end = async (name: string): Promise<void> => {
    ends.get(name)!()
    await new Promise((done) => setImmediate(done))
  }
  return { began, ask, end }
}

it('as many run as may, workspaces in turns, the newest of each first', async () => {
  const { began, ask, end } = desk(new Turns(2, 10))
  for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1']) void ask(name)
  expect(began).toEqual(['a1', 'a2'])
  for (const name of ['a1', 'a2', 'a4', 'b2', 'c1', 'a3']) await end(name)
  expect(began).toEqual(['a1', 'a2', 'a4', 'b2', 'c1', 'a3', 'b1'])
})

it('who leaves the line is passed over', async () => {
  const { began, ask, end } = desk(new Turns(1, 10))
  const leaving = new AbortController()
  void ask('a1')
  void ask('a2')
  const left = ask('b1', leaving.signal)
  void ask('c1')
  leaving.abort(new Error('left'))
  await expect(left).rejects.toThrow('left')
  for (const name of ['a1', 'a2', 'c1']) await end(name)
  expect(began).toEqual(['a1', 'a2', 'c1'])
  await expect(ask('a5', leaving.signal)).rejects.toThrow('left')
})

it('the oldest of a workspace is refused where too many wait', async () => {
  const { began, ask, end } = desk(new Turns(1, 2))
  void ask('a1')
  const oldest = ask('a2')
  void ask('b1')
  void ask('a3')
  void ask('a4')
  await expect(oldest).rejects.toMatchObject({ name: 'RateLimited' })
  for (const name of ['a1', 'a4', 'b1']) await end(name)
  expect(began).toEqual(['a1', 'a4', 'b1', 'a3'])
})

it('work that fails makes room', async () => {
  const turns = new Turns(1, 2)
  await expect(turns.take('a', never, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await turns.take('a', never, () => Promise.resolve('yes'))).toBe('yes')
})
