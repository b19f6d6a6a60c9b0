import type { EnrichmentJson, Trial, UsableModel } from '@enrichify/contracts'
import { defaultRungs } from '@enrichify/domain'
import { expect, it } from 'vitest'
import { testWords } from './column-tests.tsx'
import { agreement, variantFigures } from './compare-words.ts'
import { trialPrice, trialPriceWords } from './trial-price.ts'

const plan: EnrichmentJson = {
  method: 'answer',
  question: 'Why?',
  fact: null,
  dataFact: null,
  rungs: defaultRungs(null),
  stop: 'verified',
  examples: true,
  condition: null,
}
const model: UsableModel = {
  connectionId: 'a',
  connectionLabel: 'A',
  model: 'm',
  label: 'M',
  isDefault: true,
  price: { inputMicrosPerMillion: 1_000_000, cachedInputMicrosPerMillion: 0, outputMicrosPerMillion: 2_000_000 },
}

it('prices a trial by the list, with a wall at some distance', () => {
  expect(trialPrice([{ method: 'formula', formula: '1', condition: null }], 5, [])).toEqual({
    middleMicros: 0,
    budgetMicros: null,
  })
  const one = trialPrice([plan], 5, [model])
  const two = trialPrice([plan, plan], 5, [model])
  expect(two.middleMicros).toBeCloseTo((one.middleMicros ?? 0) * 2, -1)
  expect(one.budgetMicros).toBeGreaterThan(one.middleMicros ?? 0)
  expect(trialPriceWords(trialPrice([plan], 5, [{ ...model, price: null }]), false)).toMatch(
    /not known, at most \$0.10/,
  )
  expect(trialPriceWords(one, true)).toMatch(/nothing is spent/)
})

it('compares plans', () => {
  const variant = {
    plan,
    verified: 3,
    cited: 1,
    asserted: 0,
    empty: 0,
    right: 2,
    wrong: 1,
    costMicros: 10,
    inputTokens: 5,
    outputTokens: 1,
  }
  const figures = variantFigures([variant, { ...variant, verified: 4, cited: 0, right: 3, wrong: 0, inputTokens: 9 }])
  expect(figures.map(({ label, best }) => [label.split(',')[0], best])).toEqual([
    ['Right', 1],
    ['Verified', 1],
    ['Empty', null],
    ['Paid for it now', null],
    ['Tokens', 0],
  ])
  expect(agreement({ rows: [{ agree: true }, { agree: false }, { agree: null }] } as unknown as Trial)).toBe(0.5)
  expect(agreement({ rows: [] })).toBeNull()
})

it('says how tests went', () => {
  const rows = [{ rowId: 1, label: 'A', expected: 'x' }]
  expect(testWords({ rows: [], best: null, current: null })).toBe('none yet')
  expect(testWords({ rows, best: { right: 8, of: 8 }, current: { right: 7, of: 8 } })).toBe(
    '7 of 8 right · best 8 of 8',
  )
  expect(testWords({ rows, best: { right: 8, of: 8 }, current: { right: 8, of: 8 } })).toBe('8 of 8 right')
})
