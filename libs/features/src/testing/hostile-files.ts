import { randomBytes } from 'node:crypto'
import type { ImportOptions } from '@enrichify/contracts'
import { makeZip, sheet, strings, varied, workbook } from './make-zip.ts'

/** What it is, its bytes, and what its preview answers: the code of the refusal, or how many records it shows. */
export type HostileFile = [
  name: string,
  body: () => string | Buffer,
  expected: string | number | typeof SOME_RECORDS,
  options?: ImportOptions,
]
/** How many depends on chance. */
export const SOME_RECORDS = Symbol('some records')

export const xlsx = (replaced: Record<string, string | Buffer>) => makeZip(workbook(replaced))
export const withStrings = (items: string) => xlsx({ 'xl/sharedStrings.xml': strings(items) })
export const withSheet = (rows: string, after?: string) => xlsx({ 'xl/worksheets/sheet1.xml': sheet(rows, after) })
export const withWorkbook = (xml: string) => xlsx({ 'xl/workbook.xml': xml })
const laugh = (index: number) => `<!ENTITY b${index} "${`&${index ? `b${index - 1}` : 'a'};`.repeat(10)}">`
const LAUGHS = `<!DOCTYPE x [<!ENTITY a "ha">${varied(laugh, 9)}]>`
const inSheets = (item: string) => `<workbook><sheets>${item}</sheets></workbook>`
const style = (index: number) => `<xf numFmtId="${index}"/>`

/** Workbooks that are made to harm the process that reads them. */
export const HOSTILE_WORKBOOKS: readonly HostileFile[] = [
  ['of 19.8 million empty strings in 0.15 MB', () => withStrings('<si/>'.repeat(19_800_000)), 'xlsx_bomb'],
  ['of 5.6 million strings in 0.23 MB', () => withStrings('<si><t>a</t></si>'.repeat(5_600_000)), 'xlsx_bomb'],
  [
    'with a list of 86,000 open tags',
    () => withWorkbook(`<workbook><sheets>${'<sheet '.repeat(86_000)}`),
    'xlsx_broken',
  ],
  [
    'with an impossible character in the name of a sheet',
    () => withWorkbook('<workbook><sheets><sheet name="&#99999999;"/></sheets></workbook>'),
    'xlsx_broken',
  ],
  [
    'that asks for a file of the server',
    () => withWorkbook(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${inSheets('<sheet name="&e;"/>')}`),
    'xlsx_broken',
  ],
  [
    'with a billion laughs for a name',
    () => withWorkbook(`${LAUGHS}<workbook><sheets><sheet name="&b8;"/></sheets></workbook>`),
    'xlsx_broken',
  ],
  [
    'with a billion laughs for a value',
    () => xlsx({ 'xl/sharedStrings.xml': `${LAUGHS}<sst><si><t>&b8;</t></si></sst>` }),
    'xlsx_broken',
  ],
  [
    'of 2,000 sheets',
    () => withWorkbook(`<workbook><sheets>${varied((i) => `<sheet name="${i}"/>`, 2000)}</sheets></workbook>`),
    'too_many_sheets',
  ],
  [
    'of 12,000 parts',
    () =>
      makeZip([
        ...workbook(),
        ...Array.from({ length: 12_000 }, (_, i) => ({ name: `xl/worksheets/sheet${i + 2}.xml`, data: '' })),
      ]),
    'xlsx_broken',
  ],
  [
    'with tags within tags, 400,000 deep, in its list',
    () => withWorkbook(varied((i) => `<a${i}>`, 400_000)),
    'xlsx_broken',
  ],
  [
    'with tags within tags, 700,000 deep, in its sheet',
    () => withSheet(varied((i) => `<a${i}>`, 700_000)),
    'xlsx_broken',
  ],
  [
    'with a row 999,999,999',
    () => withSheet('<row r="999999999"><c r="A999999999"><v>1</v></c></row>'),
    'too_many_rows',
  ],
  ['with a row that has no number', () => withSheet('<row r="x"><c r="A1"><v>1</v></c></row>'), 'too_many_rows'],
  ['with a cell far to the right', () => withSheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'), 'too_many_columns'],
  [
    'with a cell beyond the columns that there are',
    () => withSheet('<row r="1"><c r="ZZZZZZZ1"><v>1</v></c></row>'),
    'xlsx_broken',
  ],
  [
    'with 100,000 cells in a row',
    () => withSheet(`<row>${varied((i) => `<c><v>${i}</v></c>`, 100_000)}</row>`),
    'xlsx_broken',
  ],
  [
    'with 3 MB in a row',
    () =>
      withSheet(
        `<row r="1"><c r="A1" t="inlineStr"><is><t>${randomBytes(1_500_000).toString('hex')}</t></is></c></row>`,
      ),
    'record_too_long',
  ],
  [
    'with 16,000 merged ranges',
    () =>
      withSheet(
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        `<mergeCells>${varied((i) => `<mergeCell ref="A${i}:XFD${i}"/>`, 16_000)}</mergeCells>`,
      ),
    1,
  ],
  [
    'with a megabyte in each of 100,000 cells',
    () =>
      xlsx({
        'xl/sharedStrings.xml': strings(`<si><t>${randomBytes(500_000).toString('hex')}</t></si>`),
        'xl/worksheets/sheet1.xml': sheet(
          varied((i) => `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>0</v></c></row>`, 100_000),
        ),
      }),
    20,
  ],
  [
    'with 500,000 styles',
    () =>
      xlsx({
        'xl/styles.xml': `<styleSheet><cellXfs>${varied(style, 500_000)}</cellXfs></styleSheet>`,
      }),
    1,
  ],
  ['whose sheet is not there', () => makeZip(workbook().slice(0, -1)), 'xlsx_broken'],
  [
    'whose parts share their bytes',
    () => makeZip([...workbook(), { name: 'xl/a.xml', data: 'x', claims: { offset: 0 } }]),
    'xlsx_broken',
  ],
  ['that is cut off', () => xlsx({}).subarray(0, -300), 'xlsx_broken'],
  [
    'whose bytes were changed',
    () => withSheet(`<row r="1">${varied((i) => `<c><v>${i}</v></c>`, 500)}</row>`).fill(7, 900, 1400),
    'xlsx_broken',
  ],
  [
    'that claims to be small',
    () =>
      makeZip([
        ...workbook().slice(0, -2),
        { name: 'xl/sharedStrings.xml', data: strings('<si/>'.repeat(19_800_000)), claims: { uncompressed: 100 } },
        ...workbook().slice(-1),
      ]),
    'xlsx_broken',
  ],
  [
    'that claims to be large',
    () => makeZip([{ ...workbook()[0]!, claims: { uncompressed: 4e9 } }, ...workbook().slice(1)]),
    'xlsx_bomb',
  ],
  [
    'that claims more bytes than it has',
    () => makeZip([{ ...workbook()[0]!, claims: { compressed: 4e9 } }, ...workbook().slice(1)]),
    'xlsx_broken',
  ],
  ['with ends in its comment', () => makeZip(workbook(), 'PK\x05\x06'.repeat(10)), 'xlsx_broken'],
  [
    'that begins like one, and is noise',
    () => Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(1_000_000)]),
    'xlsx_broken',
  ],
]

/** Texts that are made to harm it. */
export const HOSTILE_TEXTS: readonly HostileFile[] = [
  ['of 20 MB of blank lines', () => `Name\n${'\n'.repeat(20_000_000)}`, 1],
  ['of 20 MB of lines of spaces', () => `Name\n${' \r\n'.repeat(7_000_000)}`, 1],
  ['of 20 MB of commas', () => ','.repeat(20_000_000), 'record_too_long'],
  ['of 10 MB of quotes', () => '"a""'.repeat(2_500_000), 'record_too_long'],
  ['of quotes, spaces and a delimiter far away', () => `a,b\n"${'a"'.repeat(400_000)}${' '.repeat(900_000)},x\n`, 1],
  ['of quotes in lines without a delimiter', () => 'x"\n'.repeat(2_000_000), 20],
  ['with a quote that is left open', () => `name\n"${'x'.repeat(9_000_000)}`, 'record_too_long'],
  ['of 100,000 columns', () => varied((i) => `c${i};`, 100_000), 'too_many_columns'],
  [
    'of 2,000 columns of long text',
    () => `${varied((i) => `c${i};`, 1999)}z\n${`${'x'.repeat(900)};`.repeat(2000).slice(0, -1)}\n`.repeat(3),
    4,
    { header: true },
  ],
  ['of NULs', () => Buffer.alloc(5_000_000), 0],
  ['of noise', () => Buffer.concat([Buffer.from('x'), randomBytes(3_000_000)]), SOME_RECORDS],
  [
    'that says it is UTF-16 and is cut in a character',
    () => Buffer.from('\uFEFFname\tcity\nŁódź\tŁ', 'utf16le').subarray(0, -1),
    1,
  ],
  ['that is read as a workbook', () => 'name\nAcme\n', 'xlsx_broken', { format: 'xlsx' }],
  ['that is a workbook, and is read as text', () => xlsx({}), SOME_RECORDS, { format: 'csv', header: false }],
]
