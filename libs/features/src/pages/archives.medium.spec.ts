import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Principal } from '@enrichify/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { RunsService } from '../enrichment/runs.service.ts'
import { SampleService } from '../sample/sample.service.ts'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { ArchivesService } from './archives.service.ts'

const GOOD = readFileSync(join(import.meta.dirname, '../../assets/sample-web.warc.gz'))
const RUN = { scope: { kind: 'all' as const }, maxPages: 10, budgetMicros: 1_000_000, priority: 'normal' as const }

let services: TestServices
let archives: ArchivesService
let who: Principal
let websetId: string
beforeAll(async () => {
  services = await openTestServices()
  archives = services.get(ArchivesService)
})
afterAll(() => services.close())
beforeEach(async () => {
  who = await services.createMember()
  websetId = await services.get(SampleService).create(who)
  await services.idle()
})

const attach = (body: Buffer, name: string) => archives.attach(who, websetId, { name, body: Readable.from([body]) })

it('a damaged archive of a webset that had none is read as far as it goes, and says so', async () => {
  await archives.detach(who, websetId)
  await attach(GOOD.subarray(0, GOOD.length - 500), 'cut.warc.gz')
  await services.idle()
  expect(await archives.get(who, websetId)).toMatchObject({
    state: 'ready',
    pages: 28,
    message: expect.stringContaining('first 28 pages') as string,
  })
})

describe('an archive over another one', () => {
  it.each([
    ['is no archive', Buffer.from('hello'), 'notes.warc'],
    ['is cut off', GOOD.subarray(0, GOOD.length - 500), 'cut.warc.gz'],
    [
      'is damaged in the middle',
      Buffer.concat([GOOD.subarray(0, 20_000), Buffer.alloc(500), GOOD.subarray(20_500)]),
      'x.warc.gz',
    ],
  ])('that %s replaces nothing and says why', async (_what, body, name) => {
    const before = await archives.get(who, websetId)
    const uploaded = await attach(body, name)
    await services.idle()
    const { archive, replacement } = await archives.state(who, websetId)
    expect(archive).toEqual(before)
    expect(replacement).toMatchObject({ id: uploaded.id, state: 'failed', message: expect.any(String) as string })
    await services.get(RunsService).start(who, websetId, RUN)
    await services.idle()
  })

  it('that can be read replaces it, and its page list with it', async () => {
    const before = await archives.get(who, websetId)
    const uploaded = await attach(GOOD, 'again.warc.gz')
    await services.idle()
    const { archive, replacement } = await archives.state(who, websetId)
    expect(archive).toMatchObject({ id: uploaded.id, state: 'ready', pages: before!.pages })
    expect(replacement).toBeNull()
    expect(archive!.id).not.toBe(before!.id)
  })

  it('is forgotten when the webset reads the live web again', async () => {
    await attach(Buffer.from('hello'), 'notes.warc')
    await services.idle()
    await archives.detach(who, websetId)
    expect(await archives.state(who, websetId)).toEqual({ archive: null, replacement: null })
  })
})
