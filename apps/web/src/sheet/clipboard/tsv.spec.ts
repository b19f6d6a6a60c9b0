import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTable, serialiseTable } from './tsv.ts'

describe('tables on the clipboard', () => {
  it('reads what spreadsheets write', () => {
    expect(parseTable('a\tb\r\nc\td\r\n')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    expect(parseTable('one')).toEqual([['one']])
    expect(parseTable('a\t\n\tb')).toEqual([
      ['a', ''],
      ['', 'b'],
    ])
    expect(parseTable('"two\nlines"\t"say ""hi"""\n')).toEqual([['two\nlines', 'say "hi"']])
  })

  it('takes a quote in a plain text for what it is', () => {
    expect(parseTable('"so-called" value\tb')).toEqual([['"so-called" value', 'b']])
    expect(parseTable('5" pipe')).toEqual([['5" pipe']])
    expect(parseTable('"never closed')).toEqual([['"never closed']])
  })

  it('gives every table back', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', '"', '\t', '\n', '\r', 'ü', '；') })
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 4 }),
      )
    fc.assert(
      fc.property(table, (rows) => {
        // One empty cell at the end cannot be told from the closing line break.
        fc.pre(!(rows.length > 1 && rows.at(-1)?.join('') === '' && rows.at(-1)?.length === 1))
        expect(parseTable(serialiseTable(rows))).toEqual(rows)
      }),
    )
  })
})
