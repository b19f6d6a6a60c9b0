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
