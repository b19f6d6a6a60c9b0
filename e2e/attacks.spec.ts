import { afterAll, beforeAll, expect, it } from 'vitest'
import { ATTACKS } from '../attacks/attacks.ts'
import { openTarget } from '../attacks/target.ts'

/** A sample of each. The attacks whole: `npm run attack`. */
const SCALE = 0.02

let target: Awaited<ReturnType<typeof openTarget>>
beforeAll(async () => void (target = await openTarget(SCALE)))
afterAll(() => target?.close())

it.each(ATTACKS)('$name: $about', async (attack) => {
  const findings = await attack.run(target)
  expect(findings.filter(({ held, isTimed }) => !held && !isTimed)).toEqual([])
  expect(findings.length).toBeGreaterThan(0)
})
