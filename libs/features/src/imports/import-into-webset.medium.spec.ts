import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ImportOptions } from '@enrichify/contracts'
import { Database, ImportRepository } from '@enrichify/database'
import type { Principal } from '@enrichify/domain'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { CommandsService } from '../websets/commands.service.ts'
import { RowsService } from '../websets/rows.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { ImportRunner } from './import-runner.ts'
import { ImportsService } from './imports.service.ts'

let services: TestServices
let who: Principal
let websetId: string
let imports: ImportsService
beforeAll(async () => {
  services = await openTestServices()
  imports = services.get(ImportsService)
})
afterAll(() => services.close())
beforeEach(async () => {
  who = await services.createMember()
  const list = 'Company,Web site,Staff\nAcme,acme.com,5\nBeta,beta.org,7\nTwin,twin.net,1\nTwin,twin.com,2\n'
  websetId = (await services.importText(who, list)).websetId
})

const upload = (text: string, name = 'more.csv') =>
  imports.upload(who, { name, body: Readable.from([Buffer.from(text)]) })

async function importInto(text: string, options: ImportOptions = {}) {
  const { id } = await imports.start(who, websetId, await upload(text), options)
  await services.idle()
  return imports.get(who, id)
}

async function table(): Promise<unknown[][]> {
  const { columns } = await services.get(WebsetsService).get(who, websetId)
  const { rows } = await services.get(RowsService).window(who, websetId, { limit: 500 })
  return [
    columns.map((column) => column.name),
    ...rows.map((row) => columns.map((column) => row.cells[column.id] ?? null)),
  ]
}

it('a preview matches the columns of the file with those of the webset', async () => {
  const { columns } = await services.get(WebsetsService).get(who, websetId)
  const preview = await imports.preview(who, websetId, await upload('company,WEB_SITE,City\nNew,new.io,Rome\n'), {})
  expect(preview.options.columns.map(({ name, kind, columnId }) => [name, kind, columnId])).toEqual([
    ['company', 'text', columns[0]!.id],
    ['WEB_SITE', 'url', columns[1]!.id],
    ['City', 'text', null],
  ])
})

it('a column of the same name can still become a new one', async () => {
  await importInto('Company\nOther\n', { header: true, columns: [{ name: 'Company', kind: 'text', columnId: null }] })
  expect((await table())[0]).toEqual(['Company', 'Web site', 'Staff', 'Company 2'])
})

it('an update replaces no value by one that does not fit its column; a new row has it as text', async () => {
  const { columns } = await services.get(WebsetsService).get(who, websetId)
  const job = await importInto('Company,Staff\nAcme,about 50\nNew,n/a\n', {
    header: true,
    columns: [
      { name: 'Company', kind: 'text', columnId: columns[0]!.id },
      { name: 'Staff', kind: 'number', columnId: columns[2]!.id },
    ],
    updateBy: columns[0]!.id,
  })
  expect(job).toMatchObject({ state: 'finished', rows: 1, errorCount: 2 })
  expect(job.errors[0]).toMatchObject({
    column: 'Staff',
    value: 'about 50',
    reason: expect.stringContaining('a row that was there keeps its value') as string,
  })
  expect((await table()).filter(([name]) => name === 'Acme' || name === 'New')).toEqual([
    ['Acme', 'https://acme.com', 5],
    ['New', null, 'n/a'],
  ])
})

it('rows are updated by a key, and one undo takes the whole import back', async () => {
  const before = await table()
  const { columns } = await services.get(WebsetsService).get(who, websetId)
  const job = await importInto('company,staff,City\nAcme,6,Rome\nNew,9,Oslo\nTwin,8,Bern\nBeta,,Kyiv\n', {
    updateBy: columns[0]!.id,
  })
  expect(job).toMatchObject({ state: 'finished', rows: 1, updated: 2, leftOut: 1, errorCount: 1 })
  expect(job.errors).toEqual([
    { line: 4, column: null, value: null, reason: 'was left out: several rows have its key' },
  ])
  const after = [
    ['Company', 'Web site', 'Staff', 'City'],
    ['Acme', 'https://acme.com', 6, 'Rome'],
    ['Beta', 'https://beta.org', 7, 'Kyiv'],
    ['Twin', 'https://twin.net', 1, null],
    ['Twin', 'https://twin.com', 2, null],
    ['New', null, 9, 'Oslo'],
  ]
  expect(await table()).toEqual(after)
  const commands = services.get(CommandsService)
  const [last] = await commands.list(who, websetId, { mine: true, limit: 1 })
  expect((await commands.undo(who, websetId, last!.id)).refused).toEqual([])
  expect(await table()).toEqual(before)
  await commands.redo(who, websetId, last!.id)
  expect(await table()).toEqual(after)
})

it('an import that someone else worked on is undone in part, also the second time', async () => {
  const { columns } = await services.get(WebsetsService).get(who, websetId)
  const job = await importInto('company,staff\nAcme,6\nBeta,8\nNew,9\nNext,3\n', { updateBy: columns[0]!.id })
  const other = await services.createMember('editor', who.workspaceId)
  const commands = services.get(CommandsService)
  const edits = [1, 5].map((rowId) => ({ rowId, columnId: columns[2]!.id, text: '100' }))
  const command = { kind: 'cells.edit' as const, commandId: randomUUID(), payload: { edits } }
  await commands.run(other, websetId, command)
  const id = job.action!.id
  for (let time = 0; time < 2; time++) {
    const { refused } = await commands.undo(who, websetId, id)
    expect(refused.map(({ rowId }) => rowId).toSorted()).toEqual([1, 5])
    expect((await imports.get(who, job.id)).action).toMatchObject({ isUndone: true, isPartlyUndone: true })
    expect(await table()).toContainEqual(['New', null, 100])
    await commands.redo(who, websetId, id)
  }
})

it('a key that no column of the file fills is refused', async () => {
  const { columns } = await services.get(WebsetsService).get(who, websetId)
  expect(await importInto('City\nRome\n', { updateBy: columns[0]!.id })).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('matched by') as string,
  })
})

it('the preview of a file makes no webset; the import makes one with the name of the file', async () => {
  const websets = services.get(WebsetsService)
  const id = await upload('name,size\nAcme,1\n', 'my_list.csv')
  await imports.preview(who, null, id, {})
  expect(await websets.list(who, false)).toHaveLength(1)
  const job = await imports.start(who, null, id, {})
  await services.idle()
  const made = (await websets.list(who, false)).find(({ id }) => id === job.websetId)
  expect(made).toMatchObject({ name: 'my list', rows: 1 })
})

it('an import that waits is cancelled: its job does nothing then', async () => {
  const before = await table()
  const { id } = await imports.start(who, websetId, await upload('company\nNew\n'), {})
  expect(await imports.cancel(who, id)).toMatchObject({ state: 'cancelled', rows: 0 })
  await services.idle()
  await services.get(ImportRunner).run(who.workspaceId, id)
  expect(await imports.get(who, id)).toMatchObject({ state: 'cancelled' })
  expect(await table()).toEqual(before)
  await expect(imports.cancel(who, id)).rejects.toMatchObject({ code: 'import_over' })
})

it('an import that runs is cancelled: what it had written is taken back as a whole', async () => {
  const before = await table()
  const database = services.get(Database)
  const uploadId = await upload(`company\n${Array.from({ length: 30_000 }, (_, index) => `Row ${index}`).join('\n')}\n`)
  // Someone else holds the webset: the import has read its file and waits to add its rows.
  const id = await database.inScope(who, async (tx) => {
    await tx.query('select from websets where id = $1 for no key update', [websetId])
    const job = await imports.start(who, websetId, uploadId, {})
    const isReading = async () => {
      // A transaction that does nothing for long is ended.
      await tx.query('select')
      return (await imports.get(who, job.id)).bytesRead > 0
    }
    await vi.waitUntil(isReading, { timeout: 20_000 })
    expect(await imports.cancel(who, job.id)).toMatchObject({ state: 'cancelled' })
    return job.id
  })
  await services.idle()
  expect(await imports.get(who, id)).toMatchObject({ state: 'cancelled', rows: 0 })
  expect(await table()).toEqual(before)
})

it('a finished import tells what takes it back, and whether that was done', async () => {
  const job = await importInto('Company\nNew\n')
  const [action] = await services.get(CommandsService).list(who, websetId, { mine: true, limit: 1 })
  expect(job.action).toEqual({ id: action!.id, size: 1, isUndone: false, isPartlyUndone: false })
  await services.get(CommandsService).undo(who, websetId, job.action!.id)
  expect((await imports.get(who, job.id)).action).toMatchObject({ isUndone: true })
  await services.get(CommandsService).redo(who, websetId, job.action!.id)
  expect((await imports.get(who, job.id)).action).toMatchObject({ isUndone: false })
})

it('the webset of an import that is cancelled goes to the trash with it, unless someone uses it', async () => {
  const database = services.get(Database)
  const websets = services.get(WebsetsService)
  const isListed = async (id: string) => (await websets.list(who, false)).some((webset) => webset.id === id)
  /** Its job has not begun. */
  const waiting = async (ownWebset = true) => {
    const webset = await websets.create(who, { name: 'more' })
    const file = { fileName: 'more.csv', storageKey: 'uploads/none', bytes: 9, options: {}, createdBy: who.userId }
    const id = await database.inScope(who, (tx) =>
      services.get(ImportRepository).create(tx, { websetId: webset.id, ownWebset, ...file }),
    )
    return { id, websetId: webset.id }
  }
  const alone = await waiting()
  expect(await imports.cancel(who, alone.id)).toMatchObject({ state: 'cancelled', websetRemoved: true })
  expect(await isListed(alone.websetId)).toBe(false)
  expect((await websets.list(who, true)).map(({ id }) => id)).toContain(alone.websetId)

  const used = await waiting()
  await websets.addColumn(who, used.websetId, { name: 'Note', kind: 'text' })
  expect(await imports.cancel(who, used.id)).toMatchObject({ websetRemoved: false })
  const earlier = await waiting(false)
  expect(await imports.cancel(who, earlier.id)).toMatchObject({ websetRemoved: false })
  expect([await isListed(used.websetId), await isListed(earlier.websetId)]).toEqual([true, true])

  // Its job has the webset. It removes it once it notices.
  const busy = await waiting()
  await database.inScope(who, async (tx) => {
    await tx.query('select from websets where id = $1 for no key update', [busy.websetId])
    expect(await imports.cancel(who, busy.id)).toMatchObject({ state: 'cancelled', websetRemoved: false })
  })
  await services.get(ImportRunner).run(who.workspaceId, busy.id)
  expect(await imports.get(who, busy.id)).toMatchObject({ websetRemoved: true })
  expect(await isListed(busy.websetId)).toBe(false)
})
