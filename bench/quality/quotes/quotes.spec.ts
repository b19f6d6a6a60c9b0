import { describe, expect, it } from 'vitest'
import { FALSE } from './false-kinds.ts'
import { generateCases } from './generate-cases.ts'
import { HONEST } from './honest-kinds.ts'
import { scoreClaims, totalOf } from './score-claims.ts'

/** A seed that no rule was made with. */
const SEED = 404

describe('verified quotes, a sample of the benchmark', () => {
  it('is the same for the same seed', () => {
    expect([...generateCases(SEED, 1)]).toEqual([...generateCases(SEED, 1)])
    expect(Object.keys(HONEST).length + Object.keys(FALSE).length).toBeGreaterThan(100)
  })

  it('takes at most one false claim of two hundred for proven, and refuses at most one true one of twenty', () => {
    const scores = scoreClaims(generateCases(SEED, 3))
    const [accept, reject] = [totalOf(scores, 'refused'), totalOf(scores, 'verified')]
    const wrong = [...scores]
      .filter(([, score]) => score.wrong > 0)
      .map(([kind, { examples }]) => [kind, examples[0]?.case.claim, examples[0]?.judged.reason])
    expect(accept.wrong / accept.cases, JSON.stringify(wrong)).toBeLessThanOrEqual(0.005)
    expect(reject.wrong / reject.cases, JSON.stringify(wrong)).toBeLessThanOrEqual(0.05)
  })
})
