import { expect, it, vi } from 'vitest'
import { useModelBench } from '../testing/model-bench.ts'
import { RunReports } from './run-reports.ts'
import { RunsService } from './runs.service.ts'

const bench = useModelBench()

it('a run whose service does not answer says so, says when the next try is, and can be stopped', async () => {
  const sheet = await bench.createSheet()
  const runs = bench.services.get(RunsService)
  bench.model.reply = { status: 503, body: '{}' }
  const { id } = await runs.start(sheet.who, sheet.websetId, {
    columnIds: [sheet.columnId],
    scope: { kind: 'all' },
    maxPages: 10,
    budgetMicros: 1_000_000,
    priority: 'normal',
  })
  const waiting = async () => (await runs.get(sheet.who, id)).waiting
  await vi.waitUntil(async () => (await waiting())?.until, { timeout: 30_000 })
  expect(await waiting()).toMatchObject({ failure: 'overloaded', service: expect.any(String) as string })
  expect(Date.parse((await waiting())!.until!)).toBeGreaterThan(Date.now())

  // Failures go on arriving between the two reads of a report.
  await expect
    .poll(async () => {
      const { timeline, failures } = await bench.services.get(RunReports).report(sheet.who, id)
      const failed = failures.reduce((sum, { count }) => sum + count, 0)
      return failed > 0 && timeline.reduce((sum, slice) => sum + slice.failures, 0) === failed
    })
    .toBe(true)

  await runs.cancel(sheet.who, id)
  await vi.waitUntil(async () => (await runs.get(sheet.who, id)).state === 'cancelled', { timeout: 20_000 })
  expect(await waiting()).toBeNull()
}, 60_000)
