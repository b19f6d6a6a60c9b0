import { describe, expect, it } from 'vitest'
import { ConnectionsService } from '../providers/connections.service.ts'
import { SpendingService } from '../providers/spending.service.ts'
import { claim } from '../testing/claim-model.ts'
import { COST, useModelBench } from '../testing/model-bench.ts'
import { RunEstimates } from './run-estimates.ts'
import { RunsService } from './runs.service.ts'

const bench = useModelBench()
const { createSheet, run } = bench

describe('money', () => {
  it('is estimated first and limited while it is spent; the cells that are left say why', async () => {
    const sheet = await createSheet()
    bench.model.reply = claim('', '')
    const plan = { columnIds: [sheet.columnId], scope: { kind: 'all' as const } }
    const before = await bench.services.get(RunEstimates).estimate(sheet.who, sheet.websetId, plan)
    expect(before).toMatchObject({ rows: 11, paidCells: 11, calls: 11, price: { basis: 'list' }, problems: [] })
    expect(before.price.p10Micros).toBeLessThan(before.price.p90Micros)
    // A call reserves the most that it can cost, which must fit; its actual cost leaves room for more.
    const walled = await run(sheet, { budgetMicros: 14_000 })
    expect(walled.costMicros).toBeLessThanOrEqual(14_000)
    // Rows that waited until others were settled were still bought, as long as there was room.
    expect(walled.costMicros).toBeGreaterThan(2 * COST)
    expect(walled.counts.empty.budget_reached).toBeGreaterThan(0)
    expect(walled).toMatchObject({
      state: 'finished',
      message: expect.stringContaining('budget') as string,
      reservedMicros: 0,
    })
    expect(walled.costMicros).toBe(bench.model.asked.length * COST)
    const rest = await run(sheet, { scope: { kind: 'only_failed' } })
    expect(rest).toMatchObject({ state: 'finished', message: null })
    const after = await bench.services.get(RunEstimates).estimate(sheet.who, sheet.websetId, plan)
    expect(after).toMatchObject({ price: { basis: 'free', p90Micros: 0 }, freeCells: { cache: 0, unchanged: 11 } })
    const again = await bench.services.get(RunEstimates).estimate(sheet.who, sheet.websetId, { ...plan, again: true })
    expect(again).toMatchObject({ price: { basis: 'free', p90Micros: 0 }, freeCells: { cache: 11, unchanged: 0 } })
    const month = await bench.services.get(SpendingService).month(sheet.who, undefined)
    expect(month).toMatchObject({
      totalMicros: bench.model.asked.length * COST,
      reservedMicros: 0,
      uncertain: { calls: 0 },
    })
  })

  it('is not spent without a budget, nor at an unknown price', async () => {
    const sheet = await createSheet()
    await expect(run(sheet, { budgetMicros: null })).rejects.toMatchObject({ code: 'budget_required' })
    await bench.services.get(SpendingService).setBudget(sheet.who, { kind: 'workspace_month', limitMicros: 5_000_000 })
    bench.model.reply = claim('', '')
    await bench.services.get(ConnectionsService).update(sheet.who, sheet.connectionId, { prices: [] })
    expect(
      await bench.services
        .get(RunEstimates)
        .estimate(sheet.who, sheet.websetId, { columnIds: [sheet.columnId], scope: { kind: 'all' } }),
    ).toMatchObject({ problems: [{ code: 'price_unknown' }] })
    expect((await run(sheet, { budgetMicros: null })).counts.empty).toEqual({ provider_error: 11 })
    expect(bench.model.asked).toHaveLength(0)
  })

  it('of a call that may have been charged is shown as uncertain, and a person decides', async () => {
    const sheet = await createSheet()
    bench.model.reply = { status: 504, body: '' }
    const done = await run(sheet, { scope: { kind: 'rows', rowIds: [1] } })
    expect(done).toMatchObject({ uncertainCalls: 1, costMicros: 0, counts: { empty: { provider_error: 1 } } })
    expect(done.reservedMicros).toBeGreaterThan(0)
    const { calls } = await bench.services.get(SpendingService).calls(sheet.who, { state: 'uncertain', limit: 10 })
    const decided = await bench.services.get(SpendingService).decide(sheet.who, calls[0]!.id, 'charged', 77)
    expect(decided).toMatchObject({ state: 'settled', costMicros: 77, decision: { outcome: 'charged' } })
    expect(await bench.services.get(RunsService).get(sheet.who, done.id)).toMatchObject({
      costMicros: 77,
      reservedMicros: 0,
      uncertainCalls: 0,
    })
    await expect(
      bench.services.get(SpendingService).decide(sheet.who, calls[0]!.id, 'charged', 1),
    ).rejects.toMatchObject({
      code: 'not_uncertain',
    })
  })
})
