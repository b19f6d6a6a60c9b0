import { describe, expect, it } from 'vitest'
import { columnLevels, demandNoCycle, dependentsOf, inputsOf } from './column-order.ts'
import { defaultRungs, type Enrichment } from './enrichment.ts'

const formula = (text: string, condition: string | null = null): Enrichment => ({
  method: 'formula',
  formula: text,
  condition,
})
const column = (id: string, enrichment: Enrichment | null = null) => ({ id, name: id.toUpperCase(), enrichment })

describe('columns made from columns', () => {
  it('know their inputs, wherever they are named', () => {
    expect(
      inputsOf({
        method: 'answer',
        question: 'Who leads {c2}?',
        fact: null,
        dataFact: null,
        rungs: defaultRungs(null),
        stop: 'verified',
        examples: true,
        condition: '{c1} = "DE"',
      }),
    ).toEqual(['c1', 'c2'])
    expect(
      inputsOf({
        method: 'http',
        request: { verb: 'GET', url: 'https://a/{c1}', headers: { x: '{c2}' }, body: '{c3}', path: '' },
        condition: null,
      }),
    ).toEqual(['c1', 'c3', 'c2'])
    expect(inputsOf({ method: 'merge', columns: ['c4', 'c5'], condition: null })).toEqual(['c4', 'c5'])
    expect(inputsOf(null)).toEqual([])
  })
  it('come after what they are made from', () => {
    const levels = columnLevels([
      column('c4', formula('{c3} & {c2}')),
      column('c3', formula('{c2}')),
      column('c2', formula('{c1}')),
    ])
    expect(levels.map((level) => level.map(({ id }) => id))).toEqual([['c2'], ['c3'], ['c4']])
  })
  it('cannot go round in a circle', () => {
    const columns = [column('c1', formula('{c3}')), column('c2', formula('{c1}')), column('c3')]
    expect(() => demandNoCycle(columns, column('c3', formula('1', '{c2} = 1')))).toThrow(/“C3” → “C2” → “C1” → “C3”/)
    expect(() => demandNoCycle(columns, column('c3', formula('{c3}')))).toThrow(/“C3” → “C3”/)
    expect(() => demandNoCycle(columns, column('c3', formula('{c9}')))).not.toThrow()
    expect(() => columnLevels([column('c1', formula('{c2}')), column('c2', formula('{c1}'))])).toThrow(/circle/)
  })
  it('a change reaches all that is made from it', () => {
    const columns = [
      column('c1'),
      column('c2', formula('{c1}')),
      column('c3', formula('{c2}')),
      column('c4', formula('1')),
    ]
    expect(dependentsOf(columns, ['c1'])).toEqual(['c2', 'c3'])
  })
})
