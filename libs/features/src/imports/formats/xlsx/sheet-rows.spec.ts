import { describe, expect, it } from 'vitest'
import { readDateStyles, showsDate } from './dates.ts'
import { readSharedStrings } from './shared-strings.ts'
import { readSheetRows, type SheetRow } from './sheet-rows.ts'

/** A byte at a time, so that each tag and each letter is met in parts. */
async function* bytes(xml: string): AsyncGenerator<Buffer> {
  for (const byte of Buffer.from(xml)) yield Buffer.of(byte)
}

const STYLES =
  '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;x&quot;"/></numFmts>' +
  '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
  '<cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>'

async function read(rows: string, { items = '', from1904 = false } = {}): Promise<SheetRow[]> {
  const strings = await readSharedStrings(bytes(`<sst>${items}</sst>`), 10_000)
  const isDate = await readDateStyles(bytes(STYLES))
  const sheet = `<worksheet><sheetData>${rows}</sheetData></worksheet>`
  return Array.fromAsync(readSheetRows(bytes(sheet), { strings, isDate, from1904 }))
}

async function values(cells: string, options?: Parameters<typeof read>[1]) {
  return (await read(`<row>${cells}</row>`, options))[0]?.values
}

describe('the rows of a sheet', () => {
  it('have gaps where the file has none of their cells', async () => {
    const rows =
      '<row r="2"><c r="B2"><v>1</v></c><c><v>2</v></c><c r="AA2"/></row><row/><row r="9"><c><v>3</v></c></row>'
    const [second, third, ninth] = await read(rows)
    expect(second).toEqual({ index: 1, values: [null, 1, 2, ...Array.from({ length: 24 }, () => null)] })
    expect(third).toEqual({ index: 2, values: [] })
    expect(ninth).toEqual({ index: 8, values: [3] })
  })

  it('have values of all types', async () => {
    const cells =
      '<c t="n"><v>1.5e3</v></c><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c>' +
      '<c t="str"><f>A1&amp;"x"</f><v> a_x000D_ &lt;&#8364;</v></c><c><v>text</v></c><c><v/></c><c t="s"/>'
    expect(await values(cells)).toEqual([1500, true, false, '#N/A', ' a\r <€', 'text', null, null])
  })

  it('have texts of several fonts as one, and without how they are pronounced', async () => {
    const runs =
      '<r><rPr><b/></rPr><t>To</t></r><r><t xml:space="preserve"> kyo</t></r><rPh sb="0" eb="1"><t>とう</t></rPh>'
    const long = 'ü'.repeat(2000)
    const items = `<si>${runs}</si><si/><si><t><![CDATA[a<b]]>\u0001</t></si><si><t>${long}</t></si><si><t>ß</t></si>`
    const cells = [0, 1, 2, 3, 4, 5].map((index) => `<c t="s"><v>${index}</v></c>`).join('')
    expect(await values(`${cells}<c t="inlineStr"><is>${runs}</is></c>`, { items })).toEqual([
      'To kyo',
      '',
      'a<b\u0001',
      long,
      'ß',
      null,
      'To kyo',
    ])
  })

  it('have dates where the style says so, in UTC', async () => {
    const cells = '<c s="0"><v>44035</v></c><c s="1"><v>44035</v></c><c s="2"><v>44035.375</v></c><c s="1"><v>1</v></c>'
    const dates = (await values(cells))?.map((value) => (value instanceof Date ? value.toISOString() : value))
    expect(dates).toEqual([44035, '2020-07-23T00:00:00.000Z', '2020-07-23T09:00:00.000Z', '1900-01-01T00:00:00.000Z'])
    expect(await values('<c s="1"><v>42573</v></c>', { from1904: true })).toEqual([new Date('2020-07-23')])
    const texts = '<c t="d"><v>2020-07-23</v></c><c t="d"><v>2020-07-23T09:00:00</v></c><c t="d"><v>soon</v></c>'
    expect(await values(texts)).toEqual([new Date('2020-07-23'), new Date('2020-07-23T09:00:00Z'), 'soon'])
  })

  it('end with the data of the sheet, and where the reader has enough', async () => {
    let read = 0
    const endless = async function* () {
      yield Buffer.from('<x:worksheet><x:sheetData>')
      for (;;) yield Buffer.from(`<x:row><x:c><x:v>${++read}</x:v></x:c></x:row>`)
    }
    const context = { strings: undefined, isDate: () => false, from1904: false }
    for await (const { index } of readSheetRows(endless(), context)) if (index === 9) break
    expect(read).toBe(10)
    expect(await Array.fromAsync(readSheetRows(bytes('<a><sheetData/><b'), context))).toEqual([])
  })
})

it.each([
  ['yyyy-mm-dd', true],
  ['[$-409]d\\-mmm;@', true],
  ['[h]:mm', true],
  ['mmss.0', true],
  ['AM/PM', true],
  ['General', false],
  ['0.00E+00', false],
  ['[Red]#,##0', false],
  ['[$USD ]#,##0.00', false],
  ['0 "days"', false],
  ['_(* #,##0_);_(@_)', false],
  ['#,##0\\d', false],
])('the format %s shows a date: %s', (format, expected) => {
  expect(showsDate(format)).toBe(expected)
})
