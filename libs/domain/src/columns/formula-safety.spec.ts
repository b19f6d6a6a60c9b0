import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeFormula, unescapeFormula } from './formula-safety.ts'

describe('escapeFormula', () => {
  it.each([
    '=1+1',
    '+cmd|calc',
    '-1+cmd',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1+1',
    '＝1',
    '=HYPERLINK("http://x")',
    '-2+3',
    "'=1",
    '+1-1=2',
    ...['\u200B', '\u2060', '\u00AD', '\u200E', '\u202E', '\u180E', '\u0001', '\uFEFF', '\u3164'].map(
      (hidden) => `${hidden}=1`,
    ),
  ])('escapes %j', (text) => {
    expect(escapeFormula(text)).toBe(`'${text}`)
  })
  it.each(['-1', '-1.5', '+49 30 123', '+14155550100', '+14155550100;ext=12', 'a=b', '1-2', "O'Neil", "'quoted'", ''])(
    'leaves %j as it is',
    (text) => {
      expect(escapeFormula(text)).toBe(text)
    },
  )
  it('is lossless for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^['=+@\-\t\n 1a]{0,6}$/)),
        (text) => unescapeFormula(escapeFormula(text)) === text,
      ),
    )
  })
  it('what it lets through never begins with a sign of a formula, numbers aside', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[=+@\-\t1a( )]{1,6}$/),
        (text) =>
          escapeFormula(text).startsWith("'") || !/^\s*[=+@-]/.test(text) || /^[+-]?[\d(][\d\s()./-]*$/.test(text),
      ),
    )
  })
})
