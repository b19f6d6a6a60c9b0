import { randomBytes } from 'node:crypto'
import { withSheet, withStrings, withWorkbook, xlsx } from '../libs/features/src/testing/hostile-files.ts'
import { makeZip, sheet, strings, varied, workbook } from '../libs/features/src/testing/make-zip.ts'
import type { Upload } from './hostile-texts.ts'

const one = (cell: string): string => `<row r="1">${cell}</row>`
const text = (value: string, at = 'A1'): string => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`
/** A megabyte that packs `ratio` times smaller, again and again. */
const packed = (ratio: number, megabytes: number): string =>
  varied(() => randomBytes(500_000 / ratio).toString('hex') + 'a'.repeat(1_000_000 - 1_000_000 / ratio), megabytes)
const rels = (list: string): Buffer => xlsx({ 'xl/_rels/workbook.xml.rels': `<Relationships>${list}</Relationships>` })
const sheetAt = (target: string, mode = ''): Buffer =>
  rels(`<Relationship Id="rId1" Type="worksheet" Target="${target}" ${mode}/>`)
const beside = (...names: string[]): Buffer =>
  makeZip([...workbook(), ...names.map((name) => ({ name, data: '<x/>' }))])
/** Overwrites bytes of a file. */
const patched = (file: Buffer, change: (file: Buffer, directory: number, end: number) => void): Buffer => {
  change(file, file.indexOf('PK\x01\x02', 'latin1'), file.lastIndexOf('PK\x05\x06', undefined, 'latin1'))
  return file
}
const oleFile = (bytes: number): Buffer => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), randomBytes(bytes)])

const BOMBS: Upload[] = [10, 50, 100, 140, 160, 500, 1000].map((ratio) => ({
  name: `a sheet that unpacks to ${ratio} times its size`,
  body: () => withSheet(varied((i) => `<row r="${i + 1}">${text(packed(ratio, 1), `A${i + 1}`)}</row>`, 60)),
}))

const XML: Upload[] = [
  { name: 'rows without an end, half a million', body: () => withSheet('<row '.repeat(500_000)) },
  { name: 'cells without an end, half a million', body: () => withSheet('<row r="1">' + '<c '.repeat(500_000)) },
  { name: 'strings without an end, a million', body: () => withStrings('<si>'.repeat(1_000_000)) },
  { name: 'strings of half a tag', body: () => withStrings('<si '.repeat(1_000_000)) },
  {
    name: '`<sheet ` half a million times',
    body: () => withWorkbook('<workbook><sheets>' + '<sheet '.repeat(500_000)),
  },
  {
    name: 'a cell with 200,000 attributes',
    body: () => withSheet(one(`<c ${varied((i) => `a${i}="1" `, 200_000)}/>`)),
  },
  { name: 'an attribute of 20 MB', body: () => withSheet(one(`<c r="${packed(20, 20)}"/>`)) },
  { name: 'a tag name of 20 MB', body: () => withSheet(`<${packed(20, 20)}/>`) },
  { name: 'a comment of 30 MB', body: () => withSheet(`<!--${packed(20, 30)}-->`) },
  { name: 'a CDATA of 20 MB in a cell', body: () => withSheet(one(text(`<![CDATA[${packed(20, 20)}]]>`))) },
  { name: 'an instruction of 20 MB', body: () => withSheet(`<?a ${packed(20, 20)}?>`) },
  { name: 'five million characters by their numbers', body: () => withSheet(one(text('&#65;'.repeat(5_000_000)))) },
  { name: 'characters that there are not, by number', body: () => withSheet(one(text('&#0;&#xD800;&#xFFFFFFFF;'))) },
  { name: 'NULs between tags', body: () => withSheet(`${one(text('a'))}\0\0\0`) },
  { name: 'bytes that are no UTF-8', body: () => xlsx({ 'xl/worksheets/sheet1.xml': randomBytes(900_000) }) },
  {
    name: 'XML that says it is UTF-7',
    body: () => withWorkbook('<?xml version="1.0" encoding="UTF-7"?>+ADw-workbook+AD4-'),
  },
  {
    name: 'XML in UTF-16',
    body: () => xlsx({ 'xl/worksheets/sheet1.xml': Buffer.from(`\uFEFF${sheet(one(text('a')))}`, 'utf16le') }),
  },
  { name: 'namespaces within namespaces', body: () => withSheet(varied((i) => `<x:a xmlns:x="u${i}">`, 100_000)) },
]

const ENTITIES: Upload[] = [
  {
    name: 'one large entity, named 50,000 times',
    body: () => {
      const entity = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(100_000)}">]>`
      return xlsx({ 'xl/sharedStrings.xml': entity + strings(`<si><t>${'&a;'.repeat(50_000)}</t></si>`) })
    },
  },
  {
    name: 'an entity that names itself',
    body: () => xlsx({ 'xl/sharedStrings.xml': `<!DOCTYPE x [<!ENTITY a "&a;">]>${strings('<si><t>&a;</t></si>')}` }),
  },
  {
    name: 'entities of a host',
    body: () =>
      xlsx({ 'xl/sharedStrings.xml': `<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:1/a"> %a;]>${strings('')}` }),
  },
  {
    name: '100,000 entities',
    body: () =>
      xlsx({ 'xl/sharedStrings.xml': `<!DOCTYPE x [${varied((i) => `<!ENTITY e${i} "x">`, 100_000)}]>${strings('')}` }),
  },
  {
    name: 'an XInclude of a file',
    body: () => withSheet('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'),
  },
]

const PLACES: Upload[] = [
  ['a row -1', '<row r="-1"><c><v>1</v></c></row>'],
  ['a row 0', '<row r="0"><c r="A0"><v>1</v></c></row>'],
  ['a row 1e9', '<row r="1e9"><c><v>1</v></c></row>'],
  ['a row of 30 digits', `<row r="${'9'.repeat(30)}"><c><v>1</v></c></row>`],
  ['rows in falling order', varied((i) => `<row r="${50_000 - i}"><c><v>${i}</v></c></row>`, 50_000)],
  ['one row 100,000 times', varied((i) => `<row r="1"><c r="A1"><v>${i}</v></c></row>`, 100_000)],
  ['one cell 100,000 times', one(varied((i) => `<c r="A1"><v>${i}</v></c>`, 100_000))],
  ['a cell without a place', one('<c r=""><v>1</v></c>')],
  ['a cell that is a range', one('<c r="A1:XFD1048576"><v>1</v></c>')],
  ['a cell with a place of 900,000 letters', one(`<c r="${'A'.repeat(900_000)}1"><v>1</v></c>`)],
  ['rows far apart', varied((i) => `<row r="${i * 90_000 + 1}"><c><v>1</v></c></row>`, 11)],
  ['strings that there are not', one('<c t="s"><v>-1</v></c><c t="s"><v>1e308</v></c><c t="s"><v>NaN</v></c>')],
  ['styles that there are not', one('<c s="999999999"><v>45000</v></c><c s="-1"><v>1</v></c>')],
  [
    'numbers that there are not',
    one('<c><v>1e999</v></c><c><v>NaN</v></c><c t="b"><v>x</v></c><c t="e"><v>#BAD</v></c>'),
  ],
  [
    'one merged range of everything',
    `${one(text('a'))}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><sheetData>`,
  ],
  [
    '100,000 widths of columns',
    `</sheetData><cols>${varied((i) => `<col min="${i}" max="16384"/>`, 100_000)}</cols><sheetData>${one(text('a'))}`,
  ],
  ['formulas that call programs', one("<c r=\"A1\"><f>cmd|'/C calc'!A0</f><v>=cmd|'/C calc'!A0</v></c>")],
  ['formulas without a value', one('<c r="A1"><f>WEBSERVICE("http://127.0.0.1:1/")</f></c>')],
  [
    'a megabyte in each of 50 cells',
    varied((i) => `<row r="${i + 1}">${text(randomBytes(499_000).toString('hex'), `A${i + 1}`)}</row>`, 50),
  ],
  [
    'columns named like parts of an object',
    one(text('__proto__') + text('constructor', 'B1') + text('toString', 'C1')),
  ],
].map(([name, rows]) => ({ name: name!, body: () => withSheet(rows!) }))

const ARCHIVES: Upload[] = [
  ...[0.1, 0.5, 0.9, 0.99].map((share) => ({
    name: `a workbook that is cut off at ${share * 100} %`,
    body: () => {
      const whole = withSheet(varied((i) => `<row><c><v>${i * 7919}</v></c></row>`, 20_000))
      return whole.subarray(0, whole.length * share)
    },
  })),
  { name: 'parts above the archive', body: () => beside('../../../../etc/cron.d/x', '..\\..\\x', 'xl/../../x') },
  {
    name: 'parts with absolute paths',
    body: () => beside('/etc/passwd', 'C:\\Windows\\x', '//host/share/x', 'file:///x'),
  },
  { name: 'parts with NULs in their names', body: () => beside('xl/worksheets/sheet1.xml\0.png', '\0') },
  { name: 'a part with a name of 60,000 letters', body: () => beside('x'.repeat(60_000)) },
  {
    name: 'a sheet twice',
    body: () => makeZip([...workbook(), { name: 'xl/worksheets/sheet1.xml', data: sheet(one(text('other'))) }]),
  },
  {
    name: 'strings twice',
    body: () => makeZip([...workbook(), { name: 'xl/sharedStrings.xml', data: strings('<si/>'.repeat(900_000)) }]),
  },
  { name: 'a sheet that is a file of the server', body: () => sheetAt('/etc/passwd') },
  { name: 'a sheet above the archive', body: () => sheetAt('../../../../../etc/passwd') },
  { name: 'a sheet of a host', body: () => sheetAt('http://127.0.0.1:1/sheet.xml', 'TargetMode="External"') },
  { name: 'a sheet that is the workbook', body: () => sheetAt('workbook.xml') },
  { name: 'a sheet that is its own list of parts', body: () => sheetAt('_rels/workbook.xml.rels') },
  {
    name: '100,000 relations',
    body: () => rels(varied((i) => `<Relationship Id="r${i}" Type="worksheet" Target="a${i}"/>`, 100_000)),
  },
  { name: 'bytes before the archive', body: () => Buffer.concat([randomBytes(200_000), xlsx({})]) },
  { name: 'bytes behind the archive', body: () => Buffer.concat([xlsx({}), randomBytes(200_000)]) },
  {
    name: 'an encrypted part',
    body: () => patched(xlsx({}), (file, at) => void (file.writeUInt16LE(1, 6), file.writeUInt16LE(1, at + 8))),
  },
  {
    name: 'a part packed in a way of its own',
    body: () => patched(xlsx({}), (file, at) => void (file.writeUInt16LE(99, 8), file.writeUInt16LE(99, at + 10))),
  },
  {
    name: 'sizes of ZIP64 that are not there',
    body: () => patched(xlsx({}), (file, at) => void file.fill(255, at + 20, at + 28)),
  },
  {
    name: 'a directory that begins far away',
    body: () => patched(xlsx({}), (file, _, end) => void file.writeUInt32LE(0xfffffff0, end + 16)),
  },
  {
    name: 'a directory of 65,535 parts',
    body: () => patched(xlsx({}), (file, _, end) => void file.fill(255, end + 8, end + 12)),
  },
  {
    name: 'an archive within an archive',
    body: () => makeZip([{ name: 'a.xlsx', data: withSheet('<row/>'.repeat(100_000)) }]),
  },
  { name: 'an archive of nothing', body: () => makeZip([]) },
  { name: 'an old workbook', body: () => oleFile(300_000), fileName: 'old.xls' },
  { name: 'an encrypted workbook', body: () => oleFile(900_000) },
  {
    name: 'a workbook with a program in it',
    body: () => makeZip([...workbook(), { name: 'xl/vbaProject.bin', data: oleFile(50_000) }]),
    fileName: 'macros.xlsm',
  },
  {
    name: 'a sheet with a name of 4 MB',
    body: () => withWorkbook(`<workbook><sheets><sheet name="${packed(20, 4)}"/></sheets></workbook>`),
  },
  { name: 'a sheet that is asked for and is not there', body: () => xlsx({}), options: { sheet: 'Other' } },
]

export const OWN_WORKBOOKS: readonly Upload[] = [...BOMBS, ...XML, ...ENTITIES, ...PLACES, ...ARCHIVES]
