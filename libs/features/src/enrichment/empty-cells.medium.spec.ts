import type { Principal } from '@enrichify/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SampleService } from '../sample/sample.service.ts'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { CommandsService } from '../websets/commands.service.ts'
import { RowsService } from '../websets/rows.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { RunEstimates } from './run-estimates.ts'
import { RunsService } from './runs.service.ts'

const PLAN = { maxPages: 10, budgetMicros: 1_000_000, priority: 'normal' as const }
const EMPTY = { kind: 'only_empty' as const }

let services: TestServices
beforeAll(async () => void (services = await openTestServices()))
afterAll(() => services.close())

/** A sheet whose runs have filled what they could, and two of its columns that ask. */
async function open() {
  const who: Principal = await services.createMember()
  const websetId = await services.get(SampleService).create(who)
  await services.idle()
  const { columns } = await services.get(WebsetsService).get(who, websetId)
  // All that ask: their gaps are in different rows.
  const asking = columns.filter(({ enrichment }) => enrichment !== null)
  const columnIds = asking.map(({ id }) => id)
  const run = async (scope: { kind: 'all' } | typeof EMPTY, again = false) => {
    const { id } = await services.get(RunsService).start(who, websetId, { ...PLAN, scope, columnIds, again })
    await services.idle()
    return services.get(RunsService).get(who, id)
  }
  const cells = async () => {
    const { rows } = await services.get(RowsService).window(who, websetId, { limit: 100 })
    return rows.flatMap((row) => columnIds.map((columnId) => ({ rowId: row.id, columnId, ...row })))
  }
  const gaps = async () => (await cells()).filter((row) => (row.cells[row.columnId] ?? null) === null)
  return { who, websetId, columnIds, run, cells, gaps }
}

describe('a run over empty cells', () => {
  it('plans, counts and asks the empty cells, and no other cell of their rows', async () => {
    const { who, websetId, columnIds, run, cells, gaps } = await open()
    await run({ kind: 'all' })
    const [filled] = (await cells()).filter((row) => (row.cells[columnIds[0]!] ?? null) !== null)
    // Its plan changed: a run over all cells would ask each of them again.
    await services.get(CommandsService).apply(who, websetId, 'column.update', {
      columnId: columnIds[0]!,
      change: { settings: { region: 'US' } },
    })
    await services.get(CommandsService).apply(who, websetId, 'cells.edit', {
      edits: [{ rowId: filled!.rowId, columnId: columnIds[1]!, text: 'typed@example.com' }],
    })
    const before = await cells()
    const empty = await gaps()
    expect(empty.length).toBeGreaterThan(0)
    const rows = new Set(empty.map(({ rowId }) => rowId))
    // Those rows have other cells, which are not asked.
    expect(empty.length).toBeLessThan(rows.size * columnIds.length)

    const estimate = await services.get(RunEstimates).estimate(who, websetId, { columnIds, scope: EMPTY })
    expect(estimate).toMatchObject({
      cells: empty.length,
      rows: rows.size,
      freeCells: { unchanged: 0 },
      leftAlone: { typed: 0, right: 0 },
    })
    const done = await run(EMPTY, true)
    expect(done).toMatchObject({
      state: 'finished',
      cells: empty.length,
      cellsDone: empty.length,
      counts: { kept: 0, unchanged: 0 },
    })
    const wasFilled = before.filter(
      (row) => !empty.some((gap) => gap.rowId === row.rowId && gap.columnId === row.columnId),
    )
    const now = await cells()
    const same = (row: (typeof now)[number]) =>
      now.find((one) => one.rowId === row.rowId && one.columnId === row.columnId)!
    for (const row of wasFilled) {
      expect(same(row).cells[row.columnId]).toEqual(row.cells[row.columnId])
      expect(same(row).marks[row.columnId]).toEqual(row.marks[row.columnId])
    }
  })
})
