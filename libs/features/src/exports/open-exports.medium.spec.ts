import { readdir } from 'node:fs/promises'
import { Database } from '@enrichify/database'
import type { Principal } from '@enrichify/domain'
import { FileStorage } from '@enrichify/platform'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { ExportRunner } from './export-runner.ts'
import { ExportsService, type StartExport } from './exports.service.ts'

let services: TestServices
let exports: ExportsService
let runner: ExportRunner
let who: Principal
let websetId: string

beforeAll(async () => {
  services = await openTestServices()
  exports = services.get(ExportsService)
  runner = services.get(ExportRunner)
})
afterAll(() => services.close())
beforeEach(async () => {
  who = await services.createMember()
  ;({ websetId } = await services.importText(who, 'name,city\nAcme,Bath'))
  // Exports wait until a test runs them.
  vi.spyOn(runner, 'run').mockResolvedValue()
})
afterEach(async () => {
  await services.idle()
  vi.restoreAllMocks()
})

const start = (change: Partial<StartExport> = {}, as = who) =>
  exports.start(as, websetId, { format: 'csv', evidence: false, ...change })
const run = async (id: string) => {
  await services.idle()
  vi.mocked(runner.run).mockRestore()
  await runner.run(who.workspaceId, id)
}
const stateOf = async (id: string) => (await exports.get(who, id)).state
const filesOf = async (id: string) =>
  (await readdir(services.get(FileStorage).pathOf('exports')).catch(() => [])).filter((name) => name.startsWith(id))

it('the same export that is under way answers the same request of the same person', async () => {
  const first = await start({ filter: [{ column: 'c1', op: 'contains', value: 'A' }] })
  expect((await start({ filter: [{ column: 'c1', op: 'contains', value: 'A' }] })).id).toBe(first.id)
  const others = await Promise.all([
    start({ filter: [{ column: 'c1', op: 'contains', value: 'B' }] }),
    start({ columnIds: ['c1'] }),
    start({ evidence: true }),
    start(
      { filter: [{ column: 'c1', op: 'contains', value: 'A' }] },
      await services.createMember('editor', who.workspaceId),
    ),
  ])
  expect(new Set([first, ...others].map(({ id }) => id)).size).toBe(5)
})

it('a change of the webset, or the end of the export, makes the next one new', async () => {
  const first = await start()
  await services.get(WebsetsService).addColumn(who, websetId, { name: 'Note', kind: 'text' })
  const second = await start()
  expect(second.id).not.toBe(first.id)
  await run(second.id)
  expect(await stateOf(second.id)).toBe('READY')
  vi.spyOn(runner, 'run').mockResolvedValue()
  expect((await start()).id).not.toBe(second.id)
})

it('five exports of a person are open at once, however they come, and others have their own', async () => {
  const answers = await Promise.allSettled(['1', '2', '3', '4', '5', '6', '7', '8'].map((search) => start({ search })))
  const open = answers.filter((answer) => answer.status === 'fulfilled')
  expect(open).toHaveLength(5)
  await expect(start({ search: 'more' })).rejects.toMatchObject({
    code: 'too_many_exports',
    kind: 'too_many',
    message: '5 exports of yours wait or run, and more are not taken at once. Wait for one, or cancel one.',
  })
  expect((await start({ search: 'more' }, await services.createMember('editor', who.workspaceId))).state).toBe(
    'PENDING',
  )
  await runner.cancel(who, open[0]!.value.id)
  expect((await start({ search: 'more' })).state).toBe('PENDING')
})

it('an export that was lost for an hour does not shut its person out', async () => {
  for (const search of ['1', '2', '3', '4', '5']) await start({ search })
  await services
    .get(Database)
    .inScope(who, (tx) => tx.query(`update exports set created_at = now() - interval '1 hour'`))
  expect((await start({ search: '6' })).state).toBe('PENDING')
})

it('a cancelled export that waits is not written, and is over', async () => {
  const { id } = await start()
  expect(await runner.cancel(who, id)).toMatchObject({ id, state: 'CANCELLED', downloadUrl: null })
  await run(id)
  await runner.giveUp(who.workspaceId, id, 'Too late.')
  expect([await stateOf(id), await filesOf(id)]).toEqual(['CANCELLED', []])
  await expect(runner.cancel(who, id)).rejects.toMatchObject({ code: 'export_over', kind: 'conflict' })
  await expect(runner.cancel(await services.createMember(), id)).rejects.toMatchObject({ code: 'export_not_found' })
  await expect(runner.cancel(await services.createMember('viewer', who.workspaceId), id)).rejects.toMatchObject({
    kind: 'forbidden',
  })
})

it('an export that is cancelled while it is written ends before its file is whole', async () => {
  ;({ websetId } = await services.importText(who, `name\n${'Acme\n'.repeat(6000)}`))
  const storage = services.get(FileStorage)
  const { id } = await start()
  const write = storage.write.bind(storage)
  const written = vi.fn<() => void>()
  vi.spyOn(storage, 'write').mockImplementation(async (key, body) => {
    await runner.cancel(who, id)
    const bytes = await write(key, body)
    written()
    return bytes
  })
  await run(id)
  expect(written).not.toHaveBeenCalled()
  expect([await stateOf(id), await filesOf(id)]).toEqual(['CANCELLED', []])
})

it('an export that is cancelled when its file is whole leaves no file', async () => {
  const storage = services.get(FileStorage)
  const { id } = await start()
  const write = storage.write.bind(storage)
  vi.spyOn(storage, 'write').mockImplementation(async (key, body) => {
    const bytes = await write(key, body)
    expect(await filesOf(id)).toHaveLength(1)
    await runner.cancel(who, id)
    return bytes
  })
  await run(id)
  expect([await stateOf(id), await filesOf(id)]).toEqual(['CANCELLED', []])
})

it('a second delivery of a job that is done leaves its file alone', async () => {
  const storage = services.get(FileStorage)
  const { id } = await start()
  const write = storage.write.bind(storage)
  const other = vi.spyOn(storage, 'write').mockImplementationOnce(async (key, body) => {
    other.mockImplementation(write)
    await runner.run(who.workspaceId, id)
    return write(key, body)
  })
  await run(id)
  expect([await stateOf(id), await filesOf(id)]).toEqual(['READY', [`${id}.csv`]])
})
