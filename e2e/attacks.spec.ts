import { afterAll, beforeAll, expect, it } from 'vitest'
import { ATTACKS } from '../attacks/attacks.ts'
import { openTarget } from '../attacks/target.ts'

/**
 * A sample of each; the attacks whole: `npm run attack`. Retries take minutes at any scale, because dead workers have
 * to come back; failing-batches and orphaned-money have them as medium tests.
 */
const SCALE = 0.02
const SAMPLED = ATTACKS.filter(({ name }) => name !== 'retries')

let target: Awaited<ReturnType<typeof openTarget>>
beforeAll(async () => void (target = await openTarget(SCALE)))
afterAll(() => target?.close())

it.each(SAMPLED)('$name: $about', async (attack) => {
  const findings = await attack.run(target)
  expect(findings.filter(({ held, isTimed }) => !held && !isTimed)).toEqual([])
  expect(findings.length).toBeGreaterThan(0)
})
