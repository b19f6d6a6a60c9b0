import { afterAll, beforeAll, expect, it } from 'vitest'
import { Drill } from './drills/round.ts'

/* A sample of the drill in e2e/drills/kill-worker.ts, which does twenty rounds and more faults. */
let drill: Drill
beforeAll(async () => {
  drill = await Drill.open(300)
})
afterAll(() => drill?.close())

it.each([
  ['kill-worker', 1],
  ['kill-worker', 2],
  ['crash-postgres', 1],
] as const)('%s, round %i: no cell is lost, none doubled, and the run ends', async (fault, round) => {
  const result = await drill.round(fault, round)
  expect(result.broken).toEqual([])
})
