import { randomUUID } from 'node:crypto'
import { CaptureRepository, Database, RunRepository } from '@enrichify/database'
import { factOf, verifyQuote, type FactKind, type Principal } from '@enrichify/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SampleService } from '../sample/sample.service.ts'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { plainRun } from '../testing/plain-run.ts'
import { CellsService } from '../websets/cells.service.ts'
import { RowsService } from '../websets/rows.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { BatchRunner } from './batch-runner.ts'
import { RunEstimates } from './run-estimates.ts'
import { RunsService } from './runs.service.ts'

let services: TestServices
beforeAll(async () => void (services = await openTestServices()))
afterAll(() => services.close())

const ALL = { scope: { kind: 'all' as const }, maxPages: 10, budgetMicros: 1_000_000, priority: 'normal' as const }
const never = new AbortController().signal

async function sample(): Promise<{ who: Principal; websetId: string }> {
  const who = await services.createMember()
  const websetId = await services.get(SampleService).create(who)
  await services.idle()
  return { who, websetId }
}

describe('a run over the sample web', () => {
  it('fills cells whose quotes are at their offsets, and gives every other cell a reason', async () => {
    const { who, websetId } = await sample()
    const { id } = await services.get(RunsService).start(who, websetId, ALL)
    await services.idle()
    const run = await services.get(RunsService).get(who, id)
    expect(run).toMatchObject({ state: 'finished', rowsDone: 11, cellsDone: run.cells })
    expect(run.counts.verified).toBeGreaterThan(60)
    const { columns } = await services.get(WebsetsService).get(who, websetId)
    const kinds = new Map(columns.map((column) => [column.id, factOf(column.enrichment)]))
    const { rows } = await services.get(RowsService).window(who, websetId, { limit: 100 })
    let quotes = 0
    for (const row of rows) {
      for (const column of columns.filter((found) => found.enrichment)) {
        const cell = await services.get(CellsService).cell(who, websetId, row.id, column.id)
        if (cell.value === null)
          expect(cell.mark).toMatchObject({ state: 'empty', empty: expect.any(String) as string })
        else expect(['verified', 'cited']).toContain(cell.mark.state)
        for (const { evidence, state } of cell.candidates) {
          if (!evidence || state !== 'verified') continue
          const text = await services
            .get(Database)
            .inScope(who, (tx) => services.get(CaptureRepository).text(tx, evidence.textHash, evidence.textVersion))
          expect(text!.text.slice(evidence.start, evidence.end)).toBe(evidence.quote)
          expect(
            verifyQuote({
              text: text!.text,
              quote: evidence.quote,
              start: evidence.start,
              end: evidence.end,
              kind: kinds.get(column.id) as FactKind,
              value: evidence.value,
            }),
          ).toMatchObject({ ok: true })
          quotes++
        }
      }
    }
    expect(quotes).toBeGreaterThan(60)
  })

  it('answers a free question with “needs a model” and touches no page for it', async () => {
    const { who, websetId } = await sample()
    const column = await services.get(WebsetsService).addColumn(who, websetId, { question: 'Who is the owner?' })
    const { id } = await services.get(RunsService).start(who, websetId, { ...ALL, columnIds: [column.id] })
    await services.idle()
    expect(await services.get(RunsService).get(who, id)).toMatchObject({
      counts: { empty: { needs_model: 11 } },
      pagesFetched: 0,
    })
  })

  it('stores every page once: a second run reads the same captures', async () => {
    const { who, websetId } = await sample()
    const count = () =>
      services
        .get(Database)
        .inScope(who, (tx) => tx.query<{ captures: number }>('select count(*) as captures from captures'))
    await services.get(RunsService).start(who, websetId, ALL)
    await services.idle()
    const first = await count()
    const { id } = await services.get(RunsService).start(who, websetId, ALL)
    await services.idle()
    expect(await count()).toEqual(first)
    expect(await services.get(RunsService).get(who, id)).toMatchObject({ pagesFetched: 0, state: 'finished' })
  })

  it('works on chosen rows, the first ones, and the empty ones', async () => {
    const { who, websetId } = await sample()
    const run = async (scope: Parameters<RunsService['start']>[2]['scope']) => {
      const { id } = await services.get(RunsService).start(who, websetId, { ...ALL, scope })
      await services.idle()
      return (await services.get(RunsService).get(who, id)).rows
    }
    expect(await run({ kind: 'first', count: 2 })).toBe(2)
    expect(await run({ kind: 'rows', rowIds: [5, 7, 999] })).toBe(2)
    // All rows except those that the two runs filled completely.
    expect(await run({ kind: 'only_empty' })).toBeGreaterThanOrEqual(9)
    await expect(run({ kind: 'rows', rowIds: [999] })).rejects.toMatchObject({ code: 'nothing_to_do' })
  })

  it('works on the rows of a view as it was shown, but some', async () => {
    const { who, websetId } = await sample()
    const rows = services.get(RowsService)
    const [{ columns }, all] = await Promise.all([
      services.get(WebsetsService).get(who, websetId),
      rows.window(who, websetId, { limit: 1 }),
    ])
    const filter = [{ column: columns[0]!.id, op: 'contains' as const, value: 'o' }]
    const shown = await rows.window(who, websetId, { limit: 100, filter })
    // Nothing that comes later is meant.
    await rows.add(who, websetId, [{ [columns[0]!.id]: 'Bolt & Co' }])
    const run = async (orderId: string, except: number[]) => {
      const scope = { kind: 'view' as const, orderId, except }
      const { rows: estimated } = await services.get(RunEstimates).estimate(who, websetId, { scope })
      const { id } = await services.get(RunsService).start(who, websetId, { ...ALL, scope })
      await services.idle()
      return [estimated, (await services.get(RunsService).get(who, id)).rows]
    }
    const left = shown.total - 1
    expect(shown.total).toBeGreaterThan(2)
    expect(shown.total).toBeLessThan(11)
    expect(await run(shown.order.id, [shown.ids[1]!])).toEqual([left, left])
    expect(await run(all.order.id, [])).toEqual([11, 11])
    await expect(run(randomUUID(), [])).rejects.toMatchObject({ code: 'order_gone' })
  })
})

describe('a batch', () => {
  /** A run whose jobs have not started, so that the test can start them. */
  async function plan() {
    const { who, websetId } = await sample()
    const { columns } = await services.get(WebsetsService).get(who, websetId)
    const columnIds = columns.filter((column) => column.enrichment).map(({ id }) => id)
    const scope = { kind: 'rows' as const, rowIds: [1, 2, 3, 4] }
    const runId = await services.get(Database).inScope(who, async (tx) => {
      const { id } = await services.get(RunRepository).create(
        tx,
        plainRun({
          websetId,
          scope,
          columnIds,
          plan: columns,
          maxPages: 10,
          createdBy: who.userId,
        }),
      )
      // A few at a time: runs take turns.
      expect(await services.get(RunRepository).issue(tx, id, 1)).toEqual([{ id: 1, generation: 1 }])
      expect(await services.get(RunRepository).issue(tx, id, 100)).toHaveLength(3)
      return id
    })
    // Four batches of one row each: half of the run is two of them.
    const work = async (half: number, generation = 1) => {
      for (const batchId of [2 * half - 1, 2 * half])
        await services.get(BatchRunner).run(who.workspaceId, runId, batchId, generation, never)
    }
    return { who, websetId, runId, work, run: () => services.get(RunsService).get(who, runId) }
  }

  it('that is stopped in the middle counts no row as done that is not', async () => {
    const { who, runId, work, run } = await plan()
    const working = work(1)
    await services.get(RunsService).pause(who, runId)
    await working
    await services.get(RunsService).resume(who, runId)
    await services.idle()
    expect(await run()).toMatchObject({ state: 'finished', rowsDone: 4, cellsDone: 44 })
  })

  it('may run twice, also at the same time, and has one effect', async () => {
    const { who, websetId, work, run } = await plan()
    await Promise.all([work(1), work(1), work(2)])
    await work(1)
    await work(2)
    expect(await run()).toMatchObject({ state: 'finished', rowsDone: 4, cellsDone: 4 * 11 })
    const [found] = await services.get(Database).inScope(who, (tx) =>
      tx.query<{ changes: number; cells: number }>(
        `select count(*) as changes, count(distinct (row_id, column_id)) as cells
           from changes where webset_id = $1 and run_id is not null`,
        [websetId],
      ),
    )
    expect(found).toEqual({ changes: 44, cells: 44 })
  })

  it('that another worker took over cannot write any more', async () => {
    const { who, runId, work } = await plan()
    const token = '00000000-0000-4000-8000-00000000000a'
    const runs = services.get(RunRepository)
    await services.get(Database).inScope(who, (tx) => runs.claimBatch(tx, runId, 1, 1, token, randomUUID()))
    await work(1)
    expect(await services.get(Database).inScope(who, (tx) => runs.lockBatch(tx, runId, 1, token, [1]))).toBeNull()
  })

  it('stops at a pause and continues after it; finished rows are not done again', async () => {
    const { who, runId, work, run } = await plan()
    await work(1)
    await services.get(RunsService).pause(who, runId)
    await work(2)
    expect(await run()).toMatchObject({ state: 'paused', rowsDone: 2 })
    await services.get(RunsService).resume(who, runId)
    await services.idle()
    expect(await run()).toMatchObject({ state: 'finished', rowsDone: 4 })
  })

  it('of an earlier generation is not run', async () => {
    const { who, runId, work, run } = await plan()
    await services.get(RunsService).pause(who, runId)
    await services.get(RunsService).resume(who, runId)
    await services.get(BatchRunner).giveUp(who.workspaceId, runId, 2, 1, 'The disk is full.')
    await work(1, 1)
    await services.idle()
    expect(await run()).toMatchObject({ state: 'finished', rowsDone: 4, message: null })
  })

  it('does not start after a cancel, and answered cells stay', async () => {
    const { who, websetId, runId, work, run } = await plan()
    await work(1)
    expect(await services.get(RunsService).cancel(who, runId)).toMatchObject({ state: 'cancelled', rowsDone: 2 })
    await work(2)
    expect(await run()).toMatchObject({ state: 'cancelled', rowsDone: 2 })
    expect((await services.get(RowsService).window(who, websetId, { limit: 1 })).rows[0]?.marks.c4?.state).toBe(
      'verified',
    )
    await expect(services.get(RunsService).resume(who, runId)).rejects.toMatchObject({ code: 'run_state' })
  })
})

it('one run at a time works on a webset', async () => {
  const { who, websetId } = await sample()
  const starts = await Promise.allSettled([1, 2, 3].map(() => services.get(RunsService).start(who, websetId, ALL)))
  await services.idle()
  expect(starts.filter((start) => start.status === 'fulfilled')).toHaveLength(1)
  expect(starts.find((start) => start.status === 'rejected')?.reason).toMatchObject({ code: 'run_active' })
})
