import { describe, expect, it } from 'vitest'
import { chooseFacts } from './choose-facts.ts'
import type { Fact, FactKind } from './fact-kinds.ts'

const fact = (kind: FactKind, value: unknown, more: Partial<Fact> = {}): Fact =>
  ({ kind, value, quote: '', start: 0, end: 1, origin: 'pattern', weight: 0.8, group: null, ...more }) as Fact
const values = (facts: Fact[][], kind: FactKind) =>
  chooseFacts(
    facts.map((each, index) => ({ url: `http://a.com/${index}`, facts: each })),
    kind,
  ).map((each) => each.value)

describe('chooseFacts', () => {
  it('makes one value of one number in two notations and keeps the whole one', () => {
    expect(values([[fact('phone', '9053357959'), fact('phone', '+19053357959')]], 'phone')).toEqual(['+19053357959'])
  })

  it('makes one value of one address in two notations', () => {
    expect(
      values(
        [
          [
            fact('street', '1718 Connecticut Avenue, NW, Sixth Floor'),
            fact('street', '1718 Connecticut Ave., NW, 6th Floor'),
          ],
        ],
        'street',
      ),
    ).toHaveLength(1)
  })

  it('takes fax numbers out of the phones, also when another page prints them bare', () => {
    expect(values([[fact('phone', '+19053357959', { weight: 0.65 })], [fact('fax', '+19053357959')]], 'phone')).toEqual(
      [],
    )
    expect(values([[fact('phone', '+19053357959'), fact('fax', '+19053357959')]], 'phone')).toEqual(['+19053357959'])
  })

  it('puts first what more pages say and better origins give', () => {
    expect(values([[fact('email', 'b@a.com'), fact('email', 'a@a.com')], [fact('email', 'a@a.com')]], 'email')).toEqual(
      ['a@a.com', 'b@a.com'],
    )
    expect(values([[fact('city', 'Rome'), fact('city', 'Milan', { origin: 'json-ld' })]], 'city')).toEqual([
      'Milan',
      'Rome',
    ])
  })

  it('joins a person with and without title and honorific', () => {
    const chosen = chooseFacts(
      [
        {
          url: 'http://a.com/',
          facts: [
            fact('people', { name: 'Dr. Ann Lee', title: null }),
            fact('people', { name: 'Ann Lee', title: 'Owner' }, { weight: 0.7 }),
          ],
        },
      ],
      'people',
    )
    expect(chosen.map((each) => each.value)).toEqual([{ name: 'Ann Lee', title: 'Owner' }])
    expect(chosen[0]?.evidence[0]?.fact.value).toEqual({ name: 'Ann Lee', title: 'Owner' })
  })
})
