import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import type { ImportOptions } from '@enrichify/contracts'
import { COLUMN_TYPES, type Principal } from '@enrichify/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cell, columnName, PARTS, sheetStart } from '../exports/formats/xlsx-parts.ts'
import { zipStream } from '../exports/formats/zip-stream.ts'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { RowsService } from '../websets/rows.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { ImportsService } from './imports.service.ts'

const corpora = process.env.CORPORA_DIR ?? resolve(import.meta.dirname, '../../../../../shared/data')
const spectrum = join(corpora, 'csv-spectrum')

let services: TestServices
let who: Principal
beforeAll(async () => {
  services = await openTestServices()
  who = await services.createMember()
})
afterAll(() => services.close())

async function importFile(body: string | Buffer, options: ImportOptions = {}, name = 'list.csv') {
  const webset = await services.get(WebsetsService).create(who, { name })
  const imports = services.get(ImportsService)
  const uploadId = await imports.upload(who, { name, body: Readable.from([Buffer.from(body)]) })
  const { id } = await imports.start(who, webset.id, uploadId, options)
  await services.idle()
  const job = await imports.get(who, id)
  const { columns } = await services.get(WebsetsService).get(who, webset.id)
  const { rows } = await services.get(RowsService).window(who, webset.id, { limit: 500 })
  return { job, columns, rows, table: rows.map((row) => columns.map((column) => row.cells[column.id] ?? null)) }
}

describe('a CSV file', () => {
  it('keeps its good rows, and names each bad one with its line', async () => {
    const { job, table } = await importFile('name,size\nAcme,12\n"Two\nlines",7\nBeta,many\nGamma,3,extra\nDelta,4\n', {
      header: true,
      columns: [
        { name: 'name', kind: 'text' },
        { name: 'size', kind: 'number' },
      ],
    })
    expect(table).toEqual([
      ['Acme', 12],
      ['Two\nlines', 7],
      ['Beta', 'many'],
      ['Delta', 4],
    ])
    expect(job).toMatchObject({ state: 'finished', rows: 4, errorCount: 2 })
    expect(job.errors).toEqual([
      { line: 5, column: 'size', value: 'many', reason: expect.stringContaining('is not a number') as string },
      { line: 6, column: null, value: 'Gamma | 3 | extra', reason: expect.stringContaining('3 cells') as string },
    ])
  })

  it('is read in its own encoding and with its own delimiter', async () => {
    const legacy = await importFile(Buffer.from('firma;ort\nBäckerei Grün;Köln\nMüller;Würzburg\n', 'latin1'))
    expect(legacy.table).toEqual([
      ['Bäckerei Grün', 'Köln'],
      ['Müller', 'Würzburg'],
    ])
    const utf16 = await importFile(
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('name\tcity\nŁódź\tWarszawa\n', 'utf16le')]),
    )
    expect(utf16.table).toEqual([['Łódź', 'Warszawa']])
    const bom = await importFile('\uFEFFname|size\nAcme|1\n')
    expect(bom.columns[0]?.name).toBe('name')
  })

  it('without a heading starts with its first line', async () => {
    expect((await importFile('acme.com\nexample.org\n')).table).toEqual([['https://acme.com'], ['https://example.org']])
  })

  it('that was exported safe for spreadsheets comes back as it was', async () => {
    expect((await importFile("name\n'=1+1\n'+cmd\n-5 apples\n")).table).toEqual([['=1+1'], ['+cmd'], ['-5 apples']])
  })

  it('can be read in another way than guessed, and fill existing columns', async () => {
    const { table, columns } = await importFile('001,x\n002,y\n', {
      header: false,
      columns: [
        { name: 'code', kind: 'text' },
        { name: 'letter', kind: 'text', skip: true },
      ],
    })
    expect(columns.map((column) => column.name)).toEqual(['code'])
    expect(table).toEqual([['001'], ['002']])
  })

  it('with NUL bytes, or a record without an end, is no danger', async () => {
    expect((await importFile('name\nAc\0me\n')).table).toEqual([['Acme']])
    await expect(importFile(`name\n"${'x'.repeat(9_000_000)}`)).rejects.toMatchObject({ code: 'record_too_long' })
  })

  it('of many short rows is read in linear time', async () => {
    const { job } = await importFile(`a,b\n${'1,2\n'.repeat(30_000)}`)
    expect(job).toMatchObject({ state: 'finished', rows: 30_000 })
  }, 15_000)

  it('never drops a column silently', async () => {
    const twice = await importFile('x,y\n1,2\n', {
      header: true,
      columns: [
        { name: 'Same', kind: 'text' },
        { name: 'same', kind: 'text' },
      ],
    })
    expect(twice.job).toMatchObject({
      state: 'failed',
      rows: 0,
      message: expect.stringContaining('Two columns') as string,
    })
  })

  it('keeps a value that does not fit its type as text', async () => {
    const { table } = await importFile('open\nyes\nno\nunknown\n', {
      header: true,
      columns: [{ name: 'open', kind: 'boolean' }],
    })
    expect(table).toEqual([[true], [false], ['unknown']])
    expect(COLUMN_TYPES.boolean.format('unknown')).toBe('unknown')
    expect(COLUMN_TYPES.number.format([{ name: 'Ada', title: 'CEO' }])).toBe('Ada, CEO')
  })

  it('that is empty imports nothing and says so', async () => {
    await expect(importFile('')).rejects.toMatchObject({ code: 'nothing_to_import' })
  })
})

describe('a workbook', () => {
  it('is imported like a CSV: header and types guessed, every sheet at hand', async () => {
    const cells = (row: number, values: (string | number | boolean)[]) =>
      `<row r="${row}">${values.map((value, index) => cell(columnName(index), row, value)).join('')}</row>`
    const body = [
      sheetStart([], 0),
      cells(1, ['Firm', 'Website', 'Staff', 'Open']),
      cells(2, ['Ärzte & Söhne', 'https://acme.com', 12, true]),
      cells(4, ['Zwei', 'example.org', 7.5, false]),
      '</sheetData></worksheet>',
    ]
    const file = Buffer.concat(
      await Array.fromAsync(
        zipStream([
          ...Object.entries(PARTS)
            .filter(([name]) => !name.includes('rels/sheet1'))
            .map(([name, text]) => ({ name, body: [text] })),
          { name: 'xl/worksheets/sheet1.xml', body },
          { name: 'xl/worksheets/sheet2.xml', body: [sheetStart([], 0), '</sheetData></worksheet>'] },
        ]),
      ),
    )
    const { columns, table, job } = await importFile(file, {}, 'firms.xlsx')
    expect(columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['Firm', 'text'],
      ['Website', 'url'],
      ['Staff', 'number'],
      ['Open', 'boolean'],
    ])
    expect(table).toEqual([
      ['Ärzte & Söhne', 'https://acme.com', 12, true],
      ['Zwei', 'https://example.org', 7.5, false],
    ])
    expect(job).toMatchObject({ errorCount: 0, rows: 2 })
    await expect(importFile(file, { sheet: 'Nowhere' }, 'firms.xlsx')).rejects.toMatchObject({
      code: 'sheet_not_found',
    })
  })

  it('that is not one, or is a ZIP bomb, is refused with a sentence', async () => {
    const zip = async (name: string, body: Iterable<string>) =>
      Buffer.concat(await Array.fromAsync(zipStream([{ name, body }])))
    await expect(importFile(await zip('readme.txt', ['hello']), {}, 'x.xlsx')).rejects.toMatchObject({
      code: 'xlsx_broken',
    })
    const zeros = 'A'.repeat(1024 * 1024)
    await expect(
      importFile(
        await zip(
          'xl/workbook.xml',
          Array.from({ length: 300 }, () => zeros),
        ),
        {},
        'x.xlsx',
      ),
    ).rejects.toMatchObject({ code: 'xlsx_bomb' })
  })
})

describe.skipIf(!existsSync(spectrum))('csv-spectrum (skipped where CORPORA_DIR has none)', () => {
  const names = existsSync(spectrum)
    ? readdirSync(join(spectrum, 'csvs')).map((file) => file.replace(/\.csv$/, ''))
    : []
  /** The corpus contradicts itself here: its answer names another phone number than its file. */
  const CONTRADICTED: Record<string, string[]> = { location_coordinates: ['Contact Phone Number'] }

  it.each(names)('%s', async (name) => {
    const answer = JSON.parse(readFileSync(join(spectrum, 'json', `${name}.json`), 'utf8')) as
      | Record<string, string>[]
      | Record<string, string>
    const expected = Array.isArray(answer) ? answer : [answer]
    const header = Object.keys(expected[0] ?? {})
    const { columns, rows } = await importFile(readFileSync(join(spectrum, 'csvs', `${name}.csv`)), {
      header: true,
      columns: header.map((column) => ({ name: column, kind: 'text' })),
    })
    const without = (row: Record<string, unknown>) =>
      Object.fromEntries(Object.entries(row).filter(([column]) => !CONTRADICTED[name]?.includes(column)))
    expect(
      rows.map((row) =>
        without(Object.fromEntries(columns.map((column) => [column.name, row.cells[column.id] ?? '']))),
      ),
    ).toEqual(expected.map(without))
  })
})
