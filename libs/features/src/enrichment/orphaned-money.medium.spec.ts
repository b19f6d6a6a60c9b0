import { randomUUID } from 'node:crypto'
import { Database, LedgerRepository, ProcessRepository } from '@enrichify/database'
import { beforeEach, expect, it, vi } from 'vitest'
import { ProcessLife } from '../core/process-life.ts'
import { useModelBench } from '../testing/model-bench.ts'
import { MONTH } from '../testing/paying-workspace.ts'
import { RunsService } from './runs.service.ts'

const bench = useModelBench()
beforeEach(() => void vi.spyOn(ProcessLife.prototype, 'isSteady', 'get').mockReturnValue(true))

/** A run that had nearly all of its budget reserved when its worker died, and its other rows still to be done. */
async function nearlySpent(sent: number) {
  const sheet = await bench.createSheet()
  const { services } = bench
  const [database, ledger] = [services.get(Database), services.get(LedgerRepository)]
  const dead = randomUUID()
  await database.inSystem(async (tx) => {
    await services.get(ProcessRepository).beat(tx, dead)
    await tx.query(`update processes set seen_at = now() - interval '11 seconds' where id = $1`, [dead])
  })
  await database.inScope(sheet.who, async (tx) => {
    await ledger.setLimit(tx, 'workspace_month', MONTH, 90_000)
    for (let index = 0; index < 13; index++) {
      const call = {
        attemptKey: randomUUID(),
        connectionId: sheet.connectionId,
        providerId: 'openai-compatible',
        model: 'local-1',
        purpose: 'extract',
        websetId: sheet.websetId,
        runId: null,
        rowId: index,
        userId: sheet.who.userId,
        month: MONTH,
        requestHash: randomUUID(),
        planHash: 'p',
        reservedMicros: 6500,
        practice: false,
        cells: 1,
        holder: dead,
      }
      const id = (await ledger.insert(tx, call, 'reserved'))!
      await ledger.reserve(tx, call, 6500)
      if (index < sent)
        await ledger.dispatch(tx, id, { connectionId: sheet.connectionId, holder: dead, concurrency: 100 })
    }
  })
  const states = () =>
    database.inScope(sheet.who, (tx) =>
      tx.query<{ state: string; calls: number }>(
        `select state, count(*)::int as calls from calls where plan_hash = 'p' group by 1 order by 1`,
      ),
    )
  return { sheet, states }
}

it('what a dead worker reserved and never sent is free at once, and the run goes on with it', async () => {
  const { sheet, states } = await nearlySpent(0)
  const run = await bench.run(sheet)
  expect(run.state).toBe('finished')
  expect(run.counts.empty.budget_reached ?? 0).toBe(0)
  expect(await states()).toEqual([{ state: 'released', calls: 13 }])
})

it('what it sent keeps its money for a decision, and the run ends and says whose', async () => {
  const { sheet, states } = await nearlySpent(13)
  const run = await bench.run(sheet)
  expect(run).toMatchObject({
    state: 'finished',
    message: expect.stringMatching(/13 calls .* decide/i) as string,
  })
  expect(run.counts.empty.budget_reached).toBeGreaterThan(0)
  expect(await states()).toEqual([{ state: 'uncertain', calls: 13 }])
  const { services } = bench
  expect(await services.get(RunsService).get(sheet.who, run.id)).toMatchObject({ waiting: null })
})

it('a run says that it waits for money which a living process has reserved, and until when', async () => {
  const { sheet } = await nearlySpent(13)
  const { services } = bench
  const [database, life] = [services.get(Database), services.get(ProcessLife)]
  await life.begin()
  await database.inScope(sheet.who, (tx) => tx.query('update calls set holder = $1', [life.id]))
  const runs = services.get(RunsService)
  const { id } = await runs.start(sheet.who, sheet.websetId, {
    columnIds: [sheet.columnId],
    scope: { kind: 'first', count: 1 },
    maxPages: 10,
    budgetMicros: 1_000_000,
    priority: 'normal',
  })
  const waiting = async () => (await runs.get(sheet.who, id)).waiting
  await vi.waitUntil(async () => (await waiting()) !== null, { timeout: 20_000 })
  expect(await waiting()).toMatchObject({ service: null, failure: null })
  expect(Date.parse((await waiting())!.until!)).toBeGreaterThan(Date.now())
  await database.inScope(sheet.who, (tx) => services.get(LedgerRepository).setLimit(tx, 'workspace_month', MONTH, null))
  await services.idle()
  expect(await runs.get(sheet.who, id)).toMatchObject({ state: 'finished', waiting: null })
})

it('a process that was taken for dead sends nothing that was released, and does its work again', async () => {
  const { sheet, states } = await nearlySpent(0)
  const { services } = bench
  const life = services.get(ProcessLife)
  await life.begin()
  await services.get(Database).inScope(sheet.who, async (tx) => {
    await tx.query('update calls set holder = $1', [life.id])
  })
  await services
    .get(Database)
    .inSystem((tx) => tx.query(`update processes set seen_at = now() - interval '11 seconds' where id = $1`, [life.id]))
  const ledger = services.get(LedgerRepository)
  await services.get(Database).inScope(sheet.who, async (tx) => {
    const [call] = await tx.query<{ id: string }>('select id from calls limit 1')
    await ledger.closeOrphans(tx, 240)
    const at = { connectionId: sheet.connectionId, holder: life.id, concurrency: 10 }
    expect(await ledger.dispatch(tx, call!.id, at)).toBe('released')
    expect(await ledger.dispatch(tx, call!.id, { ...at, holder: randomUUID() })).toBe('lost')
  })
  expect(await states()).toEqual([{ state: 'released', calls: 13 }])
})
