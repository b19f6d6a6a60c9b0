import type { Principal } from '@enrichify/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SampleService } from '../sample/sample.service.ts'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { CommandsService } from '../websets/commands.service.ts'
import { RowsService } from '../websets/rows.service.ts'
import { VerdictsService } from '../websets/verdicts.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { RunEstimates } from './run-estimates.ts'
import { RunsService } from './runs.service.ts'

const PLAN = { maxPages: 10, budgetMicros: 1_000_000, priority: 'normal' as const }
const ALL = { kind: 'all' as const }

let services: TestServices
let who: Principal
let websetId: string
let phone: string
beforeAll(async () => void (services = await openTestServices()))
afterAll(() => services.close())

async function run(options: { scope?: typeof ALL | { kind: 'only_empty' }; fillEmptied?: boolean } = {}) {
  const runs = services.get(RunsService)
  const { id } = await runs.start(who, websetId, { ...PLAN, scope: ALL, columnIds: [phone], ...options })
  await services.idle()
  return runs.get(who, id)
}

/** The phone numbers, by row. */
async function numbers(): Promise<Map<number, unknown>> {
  const { rows } = await services.get(RowsService).window(who, websetId, { limit: 100 })
  return new Map(rows.map((row) => [row.id, row.cells[phone] ?? null]))
}

async function edit(rowIds: readonly number[], text: string) {
  const edits = rowIds.map((rowId) => ({ rowId, columnId: phone, text }))
  await services.get(CommandsService).apply(who, websetId, 'cells.edit', { edits })
}

const estimate = (options: { scope?: typeof ALL | { kind: 'only_empty' }; fillEmptied?: boolean } = {}) =>
  services.get(RunEstimates).estimate(who, websetId, { scope: ALL, columnIds: [phone], again: true, ...options })

describe('cells that a person emptied', () => {
  let before: Map<number, unknown>
  let filled: number[]
  beforeEach(async () => {
    who = await services.createMember()
    websetId = await services.get(SampleService).create(who)
    await services.idle()
    const { columns } = await services.get(WebsetsService).get(who, websetId)
    phone = columns.find((column) => column.name === 'Phone')!.id
    await run()
    before = await numbers()
    filled = [...before].filter(([, value]) => value !== null).map(([rowId]) => rowId)
    await edit(filled.slice(0, 3), '')
    await edit(filled.slice(3, 4), '+1 413 555 0199')
    await services.get(VerdictsService).judge(who, websetId, filled[4]!, phone, { verdict: 'right' })
  })

  it('are told from those that a person typed or judged right', async () => {
    expect(await estimate()).toMatchObject({ leftAlone: { emptied: 3, typed: 1, right: 1 } })
    const without = await estimate()
    const filling = await estimate({ fillEmptied: true })
    expect(filling.leftAlone).toEqual(without.leftAlone)
    expect(filling.freeCells.facts - without.freeCells.facts).toBe(3)
  })

  it('stay empty in a run, and are offered even where they are the only gaps of their rows', async () => {
    const now = await numbers()
    expect(await run()).toMatchObject({ counts: { kept: 5 } })
    expect(await numbers()).toEqual(now)
    expect(await estimate({ scope: { kind: 'only_empty' } })).toMatchObject({ leftAlone: { emptied: 3 } })
  })

  it.each([ALL, { kind: 'only_empty' as const }])(
    'are filled, and no other cell that a person touched: %o',
    async (scope) => {
      const now = await numbers()
      await run({ scope, fillEmptied: true })
      const after = await numbers()
      const changed = [...after].filter(([rowId, value]) => now.get(rowId) !== value).map(([rowId]) => rowId)
      expect(changed).toEqual(filled.slice(0, 3))
      for (const rowId of changed) expect(after.get(rowId)).toBe(before.get(rowId))
    },
  )
})
