import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { ImportOptions } from '@enrichify/contracts'
import { varied } from '../libs/features/src/testing/make-zip.ts'

/** A file as someone uploads it. */
export interface Upload {
  name: string
  body: () => string | Buffer
  /** `data.csv` or `data.xlsx` without it, by its first bytes. */
  fileName?: string
  options?: ImportOptions
}

const lines = (line: string | ((index: number) => string), times: number): string =>
  `Name\n${varied((i) => `${typeof line === 'string' ? line : line(i)}\n`, times)}`

/** Values that are looked at to guess what a column is. */
const GUESSED: Upload[] = [
  ['a@'.repeat(450_000), 'one address of many at signs'],
  [`${'a.'.repeat(450_000)}@`, 'one address of many dots'],
  [`http://${'a.'.repeat(400_000)}`, 'one host of many labels'],
  [`http://${'['.repeat(900_000)}`, 'one host of many brackets'],
  ['+1'.repeat(450_000), 'one phone number of many plus signs'],
  ['1'.repeat(900_000), 'one number of 900,000 digits'],
  [`1${',000'.repeat(200_000)}`, 'one number of many thousands'],
  ['1e999999999', 'a number that there is not'],
  [`${'1/'.repeat(450_000)}`, 'one date of many slashes'],
  ['-'.repeat(900_000), 'one line of dashes'],
  [`a${'\u0301'.repeat(400_000)}`, 'one letter with 400,000 accents'],
  ['\u202E\u2066\u200B'.repeat(100_000), 'signs that turn and hide text'],
  ['👩‍👩‍👧‍👦'.repeat(30_000), 'families in one cell'],
].map(([value, name]) => ({ name: name!, body: () => lines(value!, 12) }))

const BYTES: Upload[] = [
  { name: 'UTF-16 without a mark', body: () => Buffer.from(lines('Łódź', 20_000), 'utf16le') },
  {
    name: 'UTF-16, big, of odd length',
    body: () =>
      Buffer.from(`\uFEFF${lines('a', 9)}`, 'utf16le')
        .swap16()
        .subarray(0, -1),
  },
  { name: 'the mark of UTF-32', body: () => Buffer.concat([Buffer.from([255, 254, 0, 0]), randomBytes(4000)]) },
  { name: 'a thousand marks', body: () => '\uFEFF'.repeat(1000) + lines('a', 10) },
  {
    name: 'a line each of five encodings',
    body: () =>
      Buffer.concat(
        ['4e616d650a', '5a79c3b3b80a', 'fcdf0a', '93fa967b0a', 'c4e3bac30a', 'cff0e8e20a'].map((hex) =>
          Buffer.from(hex, 'hex'),
        ),
      ),
  },
  {
    name: 'letters that are too long for UTF-8',
    body: () =>
      Buffer.concat([Buffer.from('Name\n'), Buffer.alloc(90_000, Buffer.from('c0afe080aff08080af0a', 'hex'))]),
  },
  {
    name: 'halves of letters',
    body: () => Buffer.concat([Buffer.from('Name\n'), Buffer.alloc(90_000, Buffer.from('eda0800a', 'hex'))]),
  },
  { name: 'NULs between lines', body: () => lines('a\0b\0', 50_000) },
  { name: 'noise of 30 MB', body: () => Buffer.concat([Buffer.from('x'), randomBytes(30_000_000)]) },
  { name: 'a packed list', body: () => gzipSync(lines('a', 100_000)) },
  { name: 'a packed list of a gigabyte', body: () => gzipSync(Buffer.alloc(1_000_000_000, 'a\n')) },
  {
    name: 'a picture',
    body: () => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(100_000)]),
    fileName: 'data.png',
  },
  { name: 'a program', body: () => Buffer.concat([Buffer.from('7f454c46', 'hex'), randomBytes(100_000)]) },
  { name: 'a PDF', body: () => `%PDF-1.7\n${'1 0 obj <</A 2 0 R>> endobj\n'.repeat(9000)}` },
  { name: 'a page with a script', body: () => '<html><script>alert(1)</script>'.repeat(9000) },
  { name: 'JSON within JSON', body: () => '['.repeat(900_000) },
  { name: 'nothing', body: () => '' },
  { name: 'one quote', body: () => '"' },
  { name: 'one line end', body: () => '\n' },
  { name: 'a mark and nothing else', body: () => '\uFEFF' },
]

const LINES: Upload[] = [
  { name: 'lines of commas, 10 MB', body: () => lines(','.repeat(100), 100_000) },
  {
    name: '2,000 columns of commas',
    body: () => `${varied((i) => `c${i},`, 1999)}z\n${`${','.repeat(1999)}\n`.repeat(5000)}`,
  },
  { name: '2,001 columns', body: () => `${varied((i) => `c${i},`, 2000)}z\n` },
  { name: 'line ends of old machines, 10 MB', body: () => `Name\n${'\r'.repeat(10_000_000)}` },
  { name: 'line ends of all kinds', body: () => lines('a\r\rb\r\n\n\rc', 100_000) },
  { name: 'a quote in the first byte that is not closed', body: () => `"${'a\n'.repeat(3_000_000)}` },
  { name: 'a quote in the last byte', body: () => `${lines('a', 100_000)}"` },
  { name: 'a quote in each line that is not closed', body: () => lines('"a', 500_000) },
  { name: 'quotes after quotes', body: () => lines('"a"b"c"d', 300_000) },
  { name: 'ten million quotes', body: () => `Name\n${'"'.repeat(10_000_000)}` },
  {
    name: 'all separators at once',
    body: () => lines((i) => [',', ';', '\t', '|'].map((mark) => mark.repeat(i % 9)).join('x'), 200_000),
  },
  { name: 'a line that names a separator', body: () => `sep=${'"'.repeat(5)}\nName\na\n` },
  { name: 'a line of just under 1 MB', body: () => lines('x'.repeat(1_048_570), 3) },
  { name: 'a line of just over 1 MB', body: () => lines('x'.repeat(1_048_580), 3) },
  { name: 'a column name of 900,000 letters', body: () => `${'n'.repeat(900_000)},b\n1,2\n` },
  { name: '500 columns of one name', body: () => `${'Name,'.repeat(499)}Name\n${'1,'.repeat(499)}1\n` },
  {
    name: '500 columns without a name',
    body: () => `${','.repeat(499)}\n${'1,'.repeat(499)}1\n`,
    options: { header: true },
  },
  { name: 'columns named like parts of an object', body: () => '__proto__,constructor,toString,__proto__\n1,2,3,4\n' },
  {
    name: 'formulas',
    body: () => lines((i) => `"${['=', '+', '-', '@', '\t=', '\r=', '＝', ' ='][i % 8]}cmd|'/C calc'!A${i}"`, 2000),
  },
  { name: 'scripts', body: () => lines('<img src=x onerror=alert(1)>', 2000) },
  { name: 'queries', body: () => lines("'; drop table rows; --", 2000) },
  { name: 'half a million lines of one letter', body: () => lines('a', 500_000) },
]

const REQUESTS: Upload[] = [
  { name: 'a file name above the folder', body: () => lines('a', 3), fileName: '../../../../etc/passwd' },
  { name: 'a file name of 5,000 letters', body: () => lines('a', 3), fileName: `${'a'.repeat(5000)}.csv` },
  { name: 'a file name of another machine', body: () => lines('a', 3), fileName: 'CON.csv' },
  { name: 'a file name with a line end', body: () => lines('a', 3), fileName: 'a\r\nX-Evil: 1.csv' },
  { name: 'a list that is read in another encoding', body: () => lines('Łódź', 900), options: { encoding: 'gb18030' } },
  { name: 'a list whose separator is not in it', body: () => lines('a,b', 900), options: { delimiter: '|' } },
  {
    name: 'a list whose columns are said to be others',
    body: () => 'a,b\n1,2\n',
    options: { columns: Array.from({ length: 2000 }, () => ({ name: 'x', kind: 'number' as const })) },
  },
  { name: 'a list that updates by nothing', body: () => 'a,b\n1,2\n', options: { updateBy: 'c999' } },
]

export const OWN_TEXTS: readonly Upload[] = [...GUESSED, ...BYTES, ...LINES, ...REQUESTS]
