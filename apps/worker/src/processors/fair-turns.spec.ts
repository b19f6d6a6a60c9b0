import { expect, it } from 'vitest'
import { FairTurns } from './fair-turns.ts'

const never = new AbortController().signal

it('lets so many jobs of a workspace run, lets some wait, and sends the rest back', async () => {
  const turns = new FairTurns(2)
  const held = await Promise.all([turns.take('a', never), turns.take('a', never)])
  const third = turns.take('a', never)
  const fourth = turns.take('a', never)
  expect(await turns.take('a', never)).toBeNull()
  held[0]!()
  const next = await third
  expect(next).toBeTypeOf('function')
  held[1]!()
  next!()
  expect(await fourth).toBeTypeOf('function')
})

it('always has room for a workspace that comes anew', async () => {
  const turns = new FairTurns(2)
  let held = 0
  for (const workspace of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
    const first = await turns.take(workspace, never)
    expect(first).not.toBeNull()
    held++
    for (let more = 0; more < 8; more++) {
      const other = await Promise.race([turns.take(workspace, never), Promise.resolve('waits' as const)])
      if (other !== null) held++
    }
    expect(held).toBeLessThan(turns.slots + 8)
  }
})

it('of four slots, one holder leaves room for two others', async () => {
  const turns = new FairTurns(1, 4)
  expect(await turns.take('a', never)).not.toBeNull()
  void turns.take('a', never)
  expect(await turns.take('a', never)).toBeNull()
  expect(await turns.take('b', never)).not.toBeNull()
  expect(await turns.take('c', never)).not.toBeNull()
})

it('a worker with one slot gives it to the one that comes', async () => {
  const turns = new FairTurns(1, 1)
  const leave = await turns.take('a', never)
  leave!()
  expect(await turns.take('b', never)).not.toBeNull()
})

it('a job that waits leaves with its signal, and a workspace without jobs is forgotten', async () => {
  const turns = new FairTurns(1)
  const stop = new AbortController()
  const done = await turns.take('a', never)
  const waits = turns.take('a', stop.signal)
  stop.abort()
  expect(await waits).toBeNull()
  done!()
  const others = await Promise.all(['b', 'c'].map((workspace) => turns.take(workspace, never)))
  expect(others).not.toContain(null)
})
