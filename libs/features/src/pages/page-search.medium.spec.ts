import { afterAll, beforeAll, expect, it } from 'vitest'
import { RunsService } from '../enrichment/runs.service.ts'
import { SampleService } from '../sample/sample.service.ts'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { CapturesService } from './captures.service.ts'

let services: TestServices
beforeAll(async () => void (services = await openTestServices()))
afterAll(() => services.close())

it('finds stored pages by their words, in any form, without network or key, in one workspace only', async () => {
  const who = await services.createMember()
  const websetId = await services.get(SampleService).create(who)
  await services.idle()
  await services
    .get(RunsService)
    .start(who, websetId, { scope: { kind: 'all' }, maxPages: 5, budgetMicros: null, priority: 'normal' })
  await services.idle()
  const pages = services.get(CapturesService)
  const [first] = await pages.search(who, 'plumber', 5)
  expect(first).toMatchObject({ url: expect.stringMatching(/^https?:/), title: expect.stringMatching(/./) })
  expect(first!.snippet).toMatch(/plumb/i)
  expect((await pages.get(who, first!.captureId)).evidence.text.replaceAll(/\s+/g, ' ')).toContain(
    first!.snippet.slice(0, 60),
  )
  // Each address appears once, however often it was read.
  const found = await pages.search(who, 'contact phone', 50)
  expect(new Set(found.map(({ url }) => url)).size).toBe(found.length)
  expect(await pages.search(who, "'; drop table captures; --:*&|!()<->", 5)).toEqual([])
  expect(await pages.search(await services.createMember(), 'plumber', 5)).toEqual([])
})
