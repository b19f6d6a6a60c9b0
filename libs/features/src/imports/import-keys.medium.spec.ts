import { Readable } from 'node:stream'
import type { ColumnKind, Principal } from '@enrichify/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { CommandsService } from '../websets/commands.service.ts'
import { RowsService } from '../websets/rows.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { ImportsService } from './imports.service.ts'

let services: TestServices
let who: Principal
beforeAll(async () => void (services = await openTestServices()))
afterAll(() => services.close())
beforeEach(async () => void (who = await services.createMember()))

/** A webset with a column of this type and one of numbers, and imports that match by the first. */
async function open(kind: ColumnKind, values: string[]) {
  const websets = services.get(WebsetsService)
  const { id, columns } = await websets.create(who, {
    name: 'List',
    columns: [
      { name: 'Key', kind },
      { name: 'Staff', kind: 'number' },
      { name: 'City', kind: 'text' },
    ],
  })
  const [key, staff] = columns.map((column) => column.id) as [string, string]
  await services.get(CommandsService).apply(who, id, 'rows.add', { rows: values.map((value) => ({ [key]: value })) })
  const update = async (lines: string[]) => {
    const imports = services.get(ImportsService)
    const body = Readable.from([Buffer.from(['Key,Staff,City', ...lines, ''].join('\n'))])
    const uploadId = await imports.upload(who, { name: 'more.csv', body })
    const columnsOf = columns.map(({ name, id: columnId, kind: type }) => ({ name, kind: type, columnId }))
    const { id: job } = await imports.start(who, id, uploadId, { header: true, updateBy: key, columns: columnsOf })
    await services.idle()
    return imports.get(who, job)
  }
  const table = async () =>
    (await services.get(RowsService).window(who, id, { limit: 100 })).rows.map(({ cells }) => Object.values(cells))
  return { id, key, staff, update, table }
}

describe('rows that are matched by', () => {
  it.each([
    ['url', 'https://acme.com/about', ['acme.com/about/', 'HTTP://WWW.Acme.com/about'], 'acme.com/About'],
    ['email', 'Ann.Lee@acme.com', ['ann.lee@ACME.com', 'mailto:ANN.LEE@acme.com'], 'ann@acme.com'],
    ['phone', '+49 30 1234567', ['+49301234567', '+49 (30) 12345-67'], '+49301234568'],
  ] as const)(
    '%s: the same written otherwise is the same, and stays as it was written',
    async (kind, there, same, other) => {
      const { update, table } = await open(kind, [there])
      const before = (await table())[0]![0]
      const job = await update([...same.map((written, at) => `${written},${at + 1},`), `${other},9,`])
      expect(job).toMatchObject({ state: 'finished', updated: 2, rows: 1, folded: 0 })
      const [first, second] = await table()
      expect(first).toEqual([before, 2])
      expect(second![1]).toBe(9)
    },
  )

  it('phone: a number that was stored before its column had a country', async () => {
    const { id, key, update, table } = await open('phone', ['030 1234567'])
    await services.get(CommandsService).apply(who, id, 'column.update', {
      columnId: key,
      change: { settings: { region: 'DE' } },
    })
    expect(await update(['+49 30 1234567,4,'])).toMatchObject({ updated: 1, rows: 0 })
    expect(await table()).toHaveLength(1)
  })

  it('text: only what is exactly the same', async () => {
    const { update } = await open('text', ['Acme'])
    expect(await update(['Acme,1,', 'acme,2,'])).toMatchObject({ updated: 1, rows: 1 })
  })
})

describe('records with one new key', () => {
  it('make one row; a later value replaces an earlier one, unless it does not fit', async () => {
    const { update, table } = await open('url', [])
    const job = await update([
      'new.io,5,Rome',
      'https://www.new.io/,many,',
      'NEW.io,,Bern',
      'other.io,1,',
      ',2,',
      ',3,',
    ])
    expect(job).toMatchObject({ state: 'finished', rows: 4, folded: 2, updated: 0 })
    expect((await table()).map((cells) => cells.slice(-2))).toEqual([[5, 'Bern'], ['https://other.io', 1], [2], [3]])
  })

  it('of text are put together, too', async () => {
    const { update, table } = await open('text', [])
    expect(await update(['New,1,', 'New,2,Rome'])).toMatchObject({ rows: 1, folded: 1 })
    expect(await table()).toEqual([['New', 2, 'Rome']])
  })
})

it('a record whose only value does not fit is not updated, and its reason is listed', async () => {
  const { update, table } = await open('text', ['Acme', 'Beta'])
  const job = await update(['Acme,about 50,', 'Beta,about 7,Rome'])
  expect(job).toMatchObject({ updated: 1, notUpdated: 1, rows: 0, errorCount: 2 })
  expect(job.errors[0]).toMatchObject({ line: 2, column: 'Staff', value: 'about 50' })
  expect(await table()).toEqual([['Acme'], ['Beta', 'Rome']])
})

it('lines of separators make no rows and are counted; blank lines are none', async () => {
  const { update, table } = await open('text', [])
  const job = await update(['New,1,', ',,', ' , ,', '', 'Old,2,'])
  expect(job).toMatchObject({ rows: 2, emptyLines: 2, errorCount: 0 })
  expect(await table()).toHaveLength(2)
})
