import { randomUUID } from 'node:crypto'
import type { JobName } from '@enrichify/contracts'
import { Database, RunRepository, type Tx } from '@enrichify/database'
import type { Principal } from '@enrichify/domain'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { LocalJobs } from '../jobs/local-jobs.ts'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { plainRun } from '../testing/plain-run.ts'
import { CellsService } from '../websets/cells.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { BatchRunner } from './batch-runner.ts'
import { BatchWriter } from './batch-writer.ts'
import { LeaseKeeper } from './lease-keeper.ts'
import { RowFiller } from './row-filler.ts'
import { RunsService } from './runs.service.ts'

let services: TestServices
beforeAll(async () => void (services = await openTestServices()))
afterAll(() => services.close())
afterEach(() => void vi.restoreAllMocks())

/** A run of one batch of four rows, whose job has not started. */
async function plan() {
  const who = await services.createMember()
  const { websetId } = await services.importText(who, 'Company\nAlder\nBirch\nCedar\nDoum')
  const { id: columnId } = await services.get(WebsetsService).addColumn(who, websetId, {
    name: 'Shout',
    plan: { method: 'formula', formula: 'UPPER({Company})', condition: null },
  })
  const scope = { kind: 'rows' as const, rowIds: [1, 2, 3, 4] }
  const { columns } = await services.get(WebsetsService).get(who, websetId)
  const runId = await inScope(who, async (tx) => {
    const { id } = await services.get(RunRepository).create(
      tx,
      plainRun({
        websetId,
        scope,
        columnIds: [columnId],
        plan: columns,
        createdBy: who.userId,
      }),
    )
    await tx.query('update run_batches set row_ids = array[1, 2, 3, 4] where run_id = $1 and id = 1', [id])
    await tx.query('delete from run_batches where run_id = $1 and id > 1', [id])
    await services.get(RunRepository).issue(tx, id, 1)
    return id
  })
  /** A worker takes the batch and dies. */
  const die = (at?: number) =>
    inScope(who, async (tx) => {
      const token = randomUUID()
      const runs = services.get(RunRepository)
      const run = (await runs.lock(tx, runId))!
      if (run.state === 'queued') await runs.transition(tx, run, 'start')
      await runs.claimBatch(tx, runId, 1, 1, token, randomUUID())
      if (at !== undefined) await runs.tryRow(tx, runId, 1, token, at)
    })
  return {
    who,
    runId,
    die,
    work: () => services.get(BatchRunner).run(who.workspaceId, runId, 1, 1, new AbortController().signal),
    giveUp: () => services.get(BatchRunner).giveUp(who.workspaceId, runId, 1, 1, 'The disk is full.'),
    run: () => services.get(RunsService).get(who, runId),
    cell: (rowId: number) => services.get(CellsService).cell(who, websetId, rowId, columnId),
  }
}
const inScope = <T>(who: Principal, work: (tx: Tx) => Promise<T>): Promise<T> =>
  services.get(Database).inScope(who, work)

it('a batch over which two workers died is worked on row by row, each noted before it begins', async () => {
  const { die, work, run } = await plan()
  const notes = vi.spyOn(LeaseKeeper.prototype, 'notesRow')
  let [under, most] = [0, 0]
  const fill = RowFiller.prototype.fill
  vi.spyOn(RowFiller.prototype, 'fill').mockImplementation(async function (this: RowFiller, ...row) {
    most = Math.max(most, ++under)
    return fill.apply(this, row).finally(() => under--)
  })
  await die()
  await die()
  await die()
  await work()
  expect(notes.mock.calls.map(([, rowId]) => rowId)).toEqual([1, 2, 3, 4])
  expect(most).toBe(1)
  expect(await run()).toMatchObject({ state: 'finished', rowsDone: 4, counts: { asserted: 4 } })
})

it('only the row that ends the worker is given up, with its reason, and the others go on', async () => {
  const { die, work, run, cell } = await plan()
  await die()
  await die()
  for (let time = 0; time < 3; time++) await die(2)
  await work()
  expect(await run()).toMatchObject({
    state: 'finished',
    cellsDone: 4,
    counts: { asserted: 3, empty: { gave_up: 1 } },
    message: expect.stringContaining('only failed') as string,
  })
  expect(await cell(2)).toMatchObject({
    value: null,
    mark: { state: 'empty', empty: 'gave_up' },
    trace: [{ kind: 'formula', note: 'Working on this row ended the worker. It was tried 3 times.' }],
  })
  expect((await cell(3)).value).toBe('CEDAR')
})

it('a row at which workers died twice is tried again: other work may have ended them', async () => {
  const { die, work, run } = await plan()
  await die()
  await die()
  await die(2)
  await die(2)
  await work()
  expect(await run()).toMatchObject({ state: 'finished', counts: { asserted: 4, empty: {} } })
})

it('deaths at different rows do not add up', async () => {
  const { die, work, run } = await plan()
  for (const row of [undefined, undefined, 1, 1, 2, 2, 1]) await die(row)
  await work()
  expect(await run()).toMatchObject({ state: 'finished', counts: { asserted: 4, empty: {} } })
})

it('deaths while a batch waits for its turn are not those of the row that was tried before', async () => {
  const { die, work, run } = await plan()
  for (const row of [undefined, undefined, 1, undefined, undefined, undefined]) await die(row)
  await work()
  expect(await run()).toMatchObject({ state: 'finished', counts: { asserted: 4, empty: {} } })
})

it('the last try of a row is alone in its process, and only there is it given up', async () => {
  const [suspect, ...others] = [await plan(), await plan(), await plan()]
  const [under, beside]: [Set<string>, number[]] = [new Set(), []]
  const fill = RowFiller.prototype.fill
  vi.spyOn(RowFiller.prototype, 'fill').mockImplementation(async function (this: RowFiller, frame, row, ...more) {
    const name = `${frame.run.id}:${row.id}`
    under.add(name)
    if (name === `${suspect!.runId}:1`) beside.push(under.size - 1)
    return fill.call(this, frame, row, ...more).finally(() => under.delete(name))
  })
  for (const row of [undefined, undefined, 1, 1]) await suspect!.die(row)
  await Promise.all([suspect!, ...others].map(({ work }) => work()))
  expect(beside).toEqual([0])
  for (const { run } of [suspect!, ...others])
    expect(await run()).toMatchObject({ state: 'finished', counts: { asserted: 4, empty: {} } })
})

it('rows of batches that ended workers are worked on one at a time, also beside each other', async () => {
  const batches = [await plan(), await plan(), await plan()]
  let [under, most] = [0, 0]
  const fill = RowFiller.prototype.fill
  vi.spyOn(RowFiller.prototype, 'fill').mockImplementation(async function (this: RowFiller, ...row) {
    most = Math.max(most, ++under)
    return fill.apply(this, row).finally(() => under--)
  })
  for (const { die } of batches) for (let time = 0; time < 2; time++) await die()
  await Promise.all(batches.map(({ work }) => work()))
  expect(most).toBe(1)
  for (const { run } of batches) expect(await run()).toMatchObject({ state: 'finished', counts: { asserted: 4 } })
})

it('a batch that is only put back and taken up again has cost no worker', async () => {
  const { work, who, runId, run } = await plan()
  const notes = vi.spyOn(LeaseKeeper.prototype, 'notesRow')
  // The queue's own worker is away meanwhile: it could finish the run between a resume and the next pause.
  const queue = services.get(LocalJobs)
  const held: { name: JobName; payload: never }[] = []
  const away = vi.spyOn(queue, 'add').mockImplementation(async (jobs) => void held.push(...(jobs as typeof held)))
  for (let time = 0; time < 4; time++) {
    await services.get(RunsService).pause(who, runId)
    await work()
    await services.get(RunsService).resume(who, runId)
  }
  await services.idle()
  away.mockRestore()
  await queue.add(held)
  await services.idle()
  expect(await run()).toMatchObject({ state: 'finished', counts: { asserted: 4 } })
  expect(notes).not.toHaveBeenCalled()
})

it('a cancel stops a batch that comes back after its worker died', async () => {
  const { who, runId, die, work, run } = await plan()
  await die()
  expect(await services.get(RunsService).cancel(who, runId)).toMatchObject({ state: 'cancelling' })
  const fill = vi.spyOn(RowFiller.prototype, 'fill')
  await work()
  expect(fill).not.toHaveBeenCalled()
  expect(await run()).toMatchObject({ state: 'cancelled', rowsDone: 0 })
})

it('a batch whose last attempt failed leaves a reason in each of its cells', async () => {
  const { giveUp, run, cell } = await plan()
  await giveUp()
  const done = await run()
  expect(done).toMatchObject({ state: 'finished', cellsDone: 4, counts: { empty: { gave_up: 4 } } })
  expect(done.message).toContain('only failed')
  expect(await cell(1)).toMatchObject({ mark: { empty: 'gave_up' }, trace: [{ note: 'The disk is full.' }] })
})

it('a run that cannot even write reasons ends as failed, and says so', async () => {
  const { giveUp, run } = await plan()
  vi.spyOn(BatchWriter.prototype, 'open').mockImplementation(() => () => Promise.reject(new Error('No room.')))
  await giveUp()
  expect(await run()).toMatchObject({
    state: 'failed',
    rowsDone: 0,
    message: expect.stringContaining('only empty') as string,
  })
})
