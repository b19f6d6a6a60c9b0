import { afterAll, beforeAll, expect, it } from 'vitest'
import { CrashDrill } from './drills/crash-round.ts'

/* A sample of the drill in e2e/drills/crash-points.ts, which dies at every named point with twenty seeds. */
let drill: CrashDrill
beforeAll(async () => void (drill = await CrashDrill.open(3)))
afterAll(() => drill?.close())

it('a worker that dies around a paid call loses no answer and pays for none twice', async () => {
  const results = await drill.volley([
    { point: 'call_after_dispatch', seed: 1 },
    { point: 'call_in_settle_end', seed: 2 },
    { point: 'rows_in_write_cells', seed: 3 },
  ])
  expect(results.flatMap(({ broken }) => broken)).toEqual([])
  expect(results.some(({ struck }) => struck)).toBe(true)
})
