import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bipiaAttacks, DISGUISES, ownAttacks, type Attack } from './attacks.ts'
import { isSuccess, tryAttacks } from './try-attacks.ts'

const corpora = process.env.CORPORA_DIR ?? resolve(import.meta.dirname, '../../../../shared/data')
const bipia = bipiaAttacks(corpora, false)
const every = (attacks: readonly Attack[], step: number) => attacks.filter((_, at) => at % step === 0)

function outcome(attacks: readonly Attack[], disguises: readonly string[]): { obeyed: number; successes: unknown[] } {
  const tried = [...tryAttacks(attacks, disguises)]
  return {
    obeyed: tried.filter(({ obeyed }) => obeyed).length,
    successes: tried
      .filter(isSuccess)
      .map(({ attack, place, disguise, way }) => [attack.instruction, place, disguise, way]),
  }
}

describe('orders in pages, a sample of the benchmark', () => {
  it('lets none of our own become a proven value', () => {
    const { obeyed, successes } = outcome(every(ownAttacks(), 10), Object.keys(DISGUISES).slice(0, 4))
    expect(obeyed).toBeGreaterThan(1000)
    expect(successes).toEqual([])
  })

  it.skipIf(bipia === null)(
    'lets none of BIPIA become ' +
      `one${bipia === null ? ' (skipped: prompt-injection-bipia is absent, set CORPORA_DIR)' : ''}`,
    () => {
      const { obeyed, successes } = outcome(every(bipia!, 3), ['as it is'])
      expect(obeyed).toBeGreaterThan(100)
      expect(successes).toEqual([])
    },
  )
})
