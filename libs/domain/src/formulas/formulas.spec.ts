import { describe, expect, it } from 'vitest'
import { checkFormula, conditionHolds, evaluateFormula } from './evaluate-formula.ts'
import { FORMULA_FUNCTIONS } from './formula-functions.ts'
import { FormulaError, parseFormula } from './parse-formula.ts'
import { bindReferences, fillReferences, referencesIn, showReferences } from './references.ts'

const row: Record<string, never> | Record<string, unknown> = {
  c1: 'Müller & Söhne',
  c2: 1500,
  c3: 'https://www.shop.example.co.uk/x',
  c4: true,
  c5: '+49 89 123456',
  c6: ['A', 'B'],
  c7: '2019-05',
  c8: 'DE',
}
const value = (formula: string) => evaluateFormula(parseFormula(formula), (id) => (row[id] ?? null) as never)

describe('formulas', () => {
  it.each<[string, unknown]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['7 % 4', 3],
    ['= {c2} / 2', 750],
    ['{c1} & "!"', 'Müller & Söhne!'],
    ['"say ""hi"""', 'say "hi"'],
    ['{c8} = "de"', true],
    ['{c9} = ""', true],
    ['{c9} + 1', null],
    ['{c9} > 1', false],
    ['1 / 0', null],
    ['"10" > "9"', true],
    ['"b" > "a"', true],
    ['IF({c2} > 1000, "large", "small")', 'large'],
    ['IF(FALSE, 1)', null],
    ['IFS({c2} > 5000, "a", {c2} > 100, "b")', 'b'],
    ['SWITCH({c8}, "AT", 1, "de", 2, 9)', 2],
    ['SWITCH("x", "AT", 1, 9)', 9],
    ['COALESCE({c9}, "", {c8})', 'DE'],
    ['JOIN(" · ", {c8}, {c9}, {c2})', 'DE · 1500'],
    ['PROPER("o’brien & ärzte gmbh")', 'O’brien & Ärzte Gmbh'],
    ['LEFT("👩‍🚀ab", 1)', '👩'],
    ['RIGHT("abc", 0)', ''],
    ['MID("abcdef", 2, 3)', 'bcd'],
    ['SPLIT("a; b; c", ";", 2)', 'b'],
    ['SUBSTITUTE("a.b.c", ".", "$&")', 'a$&b$&c'],
    ['ROUND(1.005, 2)', 1.01],
    ['ROUND(-2.5)', -3],
    ['SUM({c2}, {c9}, "1,000")', 2500],
    ['MAX(3, 10, 7)', 10],
    ['MIN({c9})', null],
    ['YEAR({c7})', 2019],
    ['DAY({c7})', null],
    ['DOMAIN({c3})', 'example.co.uk'],
    ['DOMAIN("jo@mail.example.com")', 'example.com'],
    ['PHONECOUNTRY({c5})', 'DE'],
    ['{c6} & ""', 'A, B'],
    ['NOT(ISBLANK({c6}))', true],
    ['{c4} & ""', 'yes'],
  ])('%s', (formula, expected) => expect(value(formula)).toEqual(expected))

  it.each([
    ['1 +', /ends too early/],
    ['', /ends too early/],
    ['foo', /double quotes/],
    ['NOPE(1)', /no function NOPE/],
    ['LEFT()', /LEFT\(text, count\)/],
    ['(1', /closing parenthesis/],
    ['1 2', /operator or the end/],
    ['{c99}', /no column “c99”/],
    ['"open', /not part of a formula/],
    [`${'('.repeat(200)}1`, /nested too deeply/],
    ['1'.repeat(5000), /at most 4000/],
  ])('%s is refused in words', (formula, words) =>
    expect(() => checkFormula(formula, (id) => id === 'c1')).toThrow(words),
  )

  it('looks at one branch only', () => {
    const seen: string[] = []
    evaluateFormula(parseFormula('IF({c1} = "a", {c2}, {c3})'), (id) => (seen.push(id), 'a'))
    expect(seen).toEqual(['c1', 'c2'])
  })
  it('conditions take words for yes and no', () => {
    expect(['yes', 'no', '', '0', 'x'].map((text) => conditionHolds(parseFormula('{c1}'), () => text))).toEqual([
      true,
      false,
      false,
      false,
      true,
    ])
  })
  it('a name that every object has is no function', () => {
    expect(() => checkFormula('CONSTRUCTOR(1)', () => true)).toThrow(/no function/)
  })
})

describe('the work of a formula', () => {
  const nested = (depth: number, inner: string, wrap: (inner: string) => string): string =>
    depth === 0 ? inner : nested(depth - 1, wrap(inner), wrap)
  const tenfold = nested(8, '"a"', (inner) => `SUBSTITUTE(${inner},"a","aaaaaaaaaa")`)
  const long = (length: number) => 'a'.repeat(length)

  it.each([
    ['texts that grow tenfold, eight times', `LEN(SUBSTITUTE(${tenfold},"a","aa"))`, ''],
    ['texts that double, 26 times', nested(26, '"a"', (inner) => `SUBSTITUTE(${inner},"a","aa")`), ''],
    ['texts that are joined with themselves', nested(7, '{c1}', (inner) => `CONCAT(${inner},${inner})`), long(20_000)],
    ['joined by an operator', nested(6, '{c1}', (inner) => `(${inner}&${inner})`), long(40_000)],
    ['a long separator', `LEN(JOIN({c1},${Array.from({ length: 59 }, () => '"x"').join(',')}))`, long(50_000)],
    ['a long part that is nearly everywhere', 'CONTAINS({c1},CONCAT("b",{c1}))', long(200_000)],
    ['the same for replacing', 'SUBSTITUTE({c1},CONCAT("b",{c1}),"")', long(200_000)],
    ['the same for splitting', 'SPLIT({c1},CONCAT("b",{c1}),1)', long(200_000)],
    ['a long cell that is read many times', Array.from({ length: 59 }, () => 'LEN({c1})').join('+'), long(1_000_000)],
  ])('%s: refused before it is done', (_what, formula, cell) => {
    expect(() =>
      evaluateFormula(
        checkFormula(formula, () => true),
        () => cell,
      ),
    ).toThrow(/too much work/)
  })
  it.each(Object.entries(FORMULA_FUNCTIONS))('%s reads a million characters, or refuses to', (name, { least }) => {
    const call = `${name}(${Array.from({ length: least }, () => '{c1}').join(',')})`
    for (const cell of [long(1_000_000), '1,'.repeat(500_000), ' \t'.repeat(500_000), '😀'.repeat(500_000)])
      try {
        evaluateFormula(parseFormula(call), () => cell)
      } catch (error) {
        expect(error).toBeInstanceOf(FormulaError)
      }
  })
  it('what people write is far below the limit', () => {
    const cell = 'Makes software for engineers. '.repeat(600)
    const formula = 'IF(CONTAINS({c1},"software engineering"),LEFT({c1},100),UPPER(LEFT(TRIM({c1}),5000)))'
    expect(evaluateFormula(parseFormula(formula), () => cell)).toHaveLength(5000)
    expect(evaluateFormula(parseFormula('SUBSTITUTE({c1},"","x")'), () => 'abc')).toBe('abc')
  })
})

describe('references', () => {
  const columns = [
    { id: 'c1', name: 'Company' },
    { id: 'c2', name: 'Head count' },
  ]
  it('are names for people and ids for us', () => {
    expect(bindReferences('Who leads { company } with {Head count}, {Unknown}?', columns)).toEqual({
      text: 'Who leads {c1} with {c2}, {Unknown}?',
      unknown: ['Unknown'],
    })
    expect(showReferences('Who leads {c1}, {c9}?', columns)).toBe('Who leads {Company}, {c9}?')
    expect(referencesIn('{c1} {c2} {c1} {x}')).toEqual(['c1', 'c2'])
  })
  it('are filled without being read again', () => {
    expect(fillReferences('at {c1}', () => '{c2} $&')).toBe('at {c2} $&')
  })
})
