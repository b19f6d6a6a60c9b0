import { CellRepository, Database, RunRepository } from '@enrichify/database'
import type { Principal } from '@enrichify/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { plainRun } from '../testing/plain-run.ts'
import { CellsService } from '../websets/cells.service.ts'
import { CommandsService } from '../websets/commands.service.ts'
import { RowsService } from '../websets/rows.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { BatchRunner } from './batch-runner.ts'
import { RunReports } from './run-reports.ts'
import { RunsService } from './runs.service.ts'

let services: TestServices
let who: Principal
let websetId: string
let name: string
let shout: string
beforeAll(async () => void (services = await openTestServices()))
afterAll(() => services.close())

const never = new AbortController().signal
const formula = (source: string) => ({ method: 'formula' as const, formula: source, condition: null })
const shoutOf = (rowId: number) => services.get(CellsService).cell(who, websetId, rowId, shout)

beforeEach(async () => {
  who = await services.createMember()
  const columns = [{ name: 'Name', kind: 'text' as const }]
  const made = await services.get(WebsetsService).create(who, { name: 'Firms', columns })
  websetId = made.id
  name = made.columns[0]!.id
  await services.get(RowsService).add(who, websetId, [{ [name]: '12' }, { [name]: '34' }])
  const added = await services
    .get(WebsetsService)
    .addColumn(who, websetId, { name: 'Shout', plan: formula(`CONCAT({${name}}, "!")`) })
  shout = added.id
})

/** A run of two batches of one row each. Its jobs wait until the test works through them. */
async function begin(): Promise<{ id: string; work: (batchId: number) => Promise<void> }> {
  const columns = (await services.get(WebsetsService).get(who, websetId)).columns
  const scope = { kind: 'all' as const }
  const id = await services.get(Database).inScope(who, async (tx) => {
    const run = await services.get(RunRepository).create(
      tx,
      plainRun({
        websetId,
        scope,
        columnIds: [shout],
        plan: columns,
        createdBy: who.userId,
      }),
    )
    expect(await services.get(RunRepository).issue(tx, run.id, 100)).toHaveLength(2)
    return run.id
  })
  return { id, work: (batchId) => services.get(BatchRunner).run(who.workspaceId, id, batchId, 1, never) }
}
const update = (change: object) =>
  services.get(CommandsService).apply(who, websetId, 'column.update', { columnId: shout, change })

describe('a run whose column is edited meanwhile', () => {
  it('goes on by the plan of its start; what it writes is out of date, unless the edit is taken back', async () => {
    const run = await begin()
    await run.work(1)
    const edited = await update({ name: 'Whisper', plan: formula(`CONCAT({${name}}, "?")`) })
    await run.work(2)
    for (const [rowId, value] of [
      [1, '12!'],
      [2, '34!'],
    ] as const)
      expect(await shoutOf(rowId)).toMatchObject({ value, mark: { stale: true } })
    expect(await services.get(RunsService).get(who, run.id)).toMatchObject({ state: 'finished', cellsDone: 2 })
    expect((await services.get(RunReports).report(who, run.id)).columns).toMatchObject([
      { name: 'Shout', asks: '= CONCAT({Name}, "!")', hasChanged: true },
    ])
    await services.get(CommandsService).undo(who, websetId, edited.actionId!)
    for (const rowId of [1, 2]) expect((await shoutOf(rowId)).mark.stale).not.toBe(true)
    expect((await services.get(RunReports).report(who, run.id)).columns).toMatchObject([{ hasChanged: false }])
    const next = await services.get(RunsService).start(who, websetId, {
      scope: { kind: 'all' },
      maxPages: 1,
      budgetMicros: null,
      priority: 'normal',
    })
    await services.idle()
    expect((await services.get(RunsService).get(who, next.id)).counts).toMatchObject({ unchanged: 2 })
  })

  it('writes in the type that the column has by then', async () => {
    await update({ plan: formula(`CONCAT({${name}}, "0")`) })
    const run = await begin()
    await run.work(1)
    await update({ kind: 'number' })
    await run.work(2)
    expect((await shoutOf(1)).value).toBe(120)
    expect((await shoutOf(2)).value).toBe(340)
    expect((await shoutOf(2)).mark.stale).not.toBe(true)
  })

  it('asks no more for a column in the trash, and ends', async () => {
    const run = await begin()
    await run.work(1)
    await services.get(CommandsService).apply(who, websetId, 'column.delete', { columnId: shout })
    await run.work(2)
    expect(await services.get(RunsService).get(who, run.id)).toMatchObject({ state: 'finished', rowsDone: 2 })
    const states = await services
      .get(Database)
      .inScope(who, (tx) => services.get(CellRepository).states(tx, websetId, [1, 2], [shout]))
    expect(states.map(({ rowId }) => rowId)).toEqual([1])
    expect((await services.get(RunReports).report(who, run.id)).columns).toMatchObject([{ name: 'Shout' }])
  })
})
