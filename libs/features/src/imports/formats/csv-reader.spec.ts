import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { CsvReader } from './csv-reader.ts'

function read(pieces: readonly string[], delimiter = ',') {
  const reader = new CsvReader(delimiter)
  return [...pieces.flatMap((piece) => reader.read(piece, false)), ...reader.read('', true)]
}
const cells = (text: string, delimiter?: string) => read([text], delimiter).map((record) => record.cells)

const hardText = fc.string({ unit: fc.constantFrom('a', 'ü', ',', ';', '"', '\n', '\r', ' ', '\t') })

describe('CSV', () => {
  it('is split at delimiters outside of quotes', () => {
    expect(cells('a,"b,c",""\n"d ""e"""  ,f"g, h \r\n"x\ny",z')).toEqual([
      ['a', 'b,c', ''],
      ['d "e"', 'f"g', ' h '],
      ['x\ny', 'z'],
    ])
    expect(cells('a\t"b"\t\n', '\t')).toEqual([['a', 'b', '']])
  })

  it('has quotes in the wrong place as text', () => {
    expect(cells('"5" nails",x\n')).toEqual([['5" nails', 'x']])
    expect(cells('"left open\na,b')).toEqual([['left open\na,b']])
  })

  it('of old Macs has lines, too', () => {
    expect(cells('a,b\rc,d\r')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
  })

  it('tells the line of each record', () => {
    const records = read(['\n\na,b\r\n"x\r\n\r\ny",', '"z"\n\n', '\nlast'])
    expect(records.map(({ line, cells: [first] }) => [line, first])).toEqual([
      [3, 'a'],
      [4, 'x\r\n\r\ny'],
      [9, 'last'],
    ])
  })

  it('that a library wrote is read as it was meant', () => {
    fc.assert(
      fc.property(fc.array(fc.array(hardText, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (table) => {
        const text = Papa.unparse(table, { delimiter: ',', newline: '\n', quotes: true })
        expect(cells(text)).toEqual(table)
      }),
    )
  })

  it('is read the same in whatever pieces it comes', () => {
    fc.assert(
      fc.property(fc.array(hardText), (pieces) => {
        // What ends lines is told by the first piece that has an end of one.
        const start = 'begin,\n'
        expect(read([start, ...pieces])).toEqual(read([[start, ...pieces].join('')]))
      }),
    )
  })

  it('has at most so many columns and characters in a record', () => {
    const codeOf = (text: string) => {
      try {
        return cells(text).length
      } catch (error) {
        return (error as { code: string }).code
      }
    }
    expect(codeOf(`${','.repeat(1999)}\n`)).toBe(1)
    expect(codeOf(`${','.repeat(2000)}\n`)).toBe('too_many_columns')
    expect(codeOf(`"a"${',"b"'.repeat(2000)}\n`)).toBe('too_many_columns')
    expect(codeOf(`${'x'.repeat(2_000_000)}\n`)).toBe(1)
    expect(codeOf(`${'x'.repeat(2_000_001)}\n`)).toBe('record_too_long')
    expect(codeOf(`"${'x'.repeat(2_000_001)}`)).toBe('record_too_long')
  })
})
