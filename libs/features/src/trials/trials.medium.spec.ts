import { describe, expect, it } from 'vitest'
import { RunEstimates } from '../enrichment/run-estimates.ts'
import { answer, COST, FIRMS, PAGES, useLadderBench, type Sheet } from '../testing/ladder-bench.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { TrialsService } from './trials.service.ts'

const bench = useLadderBench()
const { createSheet, add, run, values } = bench

describe('trials', () => {
  const trials = () => bench.services.get(TrialsService)
  const finished = async (sheet: Sheet, id: string) => {
    await bench.services.idle()
    return trials().get(sheet.who, id)
  }

  it('compare two plans over the same pages, and write nothing', async () => {
    const sheet = await createSheet(PAGES, ['Alder', 'Birch', 'Cedar'])
    const director = await add(sheet, 'Director', answer('Who is the director?'))
    const { id } = await trials().start(sheet.who, sheet.websetId, director, {
      kind: 'compare',
      plans: [null, answer('What do they build?')],
      count: 5,
      budgetMicros: 1_000_000,
      storedOnly: false,
    })
    const trial = await finished(sheet, id)
    expect(trial).toMatchObject({
      state: 'finished',
      costMicros: 6 * COST,
      variants: [{ verified: 3, costMicros: 3 * COST }, { verified: 3 }],
    })
    expect(
      trial.rows.map(({ answers, agree }) => [answers[0]!.value, answers[0]!.quote, answers[1]!.value, agree])[0],
    ).toEqual(['Ada Alder', 'The managing director is Ada Alder', 'alder chairs', false])
    expect(await values(sheet, director)).toEqual([null, null, null])
  })

  it('block a full run whose plan was not tried or did worse than an earlier one, and say what differs', async () => {
    const sheet = await createSheet()
    const director = await add(sheet, 'Director', answer('Who is the director?'))
    const gold = [1, 2, 3, 4].map((rowId) => ({ rowId, expected: `Ada ${FIRMS[rowId - 1]}` }))
    await trials().setTests(sheet.who, sheet.websetId, director, gold)
    await expect(run(sheet, [director])).rejects.toMatchObject({ code: 'tests_needed' })
    const test = async () =>
      finished(
        sheet,
        (
          await trials().start(sheet.who, sheet.websetId, director, {
            kind: 'test',
            plans: [null],
            count: 5,
            budgetMicros: 1_000_000,
            storedOnly: false,
          })
        ).id,
      )
    expect((await test()).variants[0]).toMatchObject({ right: 4, wrong: 0 })
    const estimate = () =>
      bench.services
        .get(RunEstimates)
        .estimate(sheet.who, sheet.websetId, { scope: { kind: 'all' }, columnIds: [director] })
    expect((await estimate()).tests).toMatchObject([{ name: 'Director', right: 4, of: 4, isCurrent: true }])
    expect(await run(sheet, [director])).toMatchObject({ state: 'finished' })
    await bench.services
      .get(WebsetsService)
      .updateColumn(sheet.who, sheet.websetId, director, { question: 'What do they build?' })
    await expect(run(sheet, [director])).rejects.toMatchObject({ code: 'tests_needed' })
    const worse = await test()
    expect(worse.rows.map(({ expected, answers }) => [expected, answers[0]!.value, answers[0]!.right])[0]).toEqual([
      'Ada Alder',
      'alder chairs',
      false,
    ])
    await expect(run(sheet, [director])).rejects.toMatchObject({
      code: 'tests_worse',
      details: { right: 0, best: 4, of: 4 },
    })
    expect(await run(sheet, [director], { scope: { kind: 'first', count: 2 } })).toMatchObject({ state: 'finished' })
    expect(await run(sheet, [director], { despiteTests: true })).toMatchObject({ state: 'finished' })
    expect(await trials().columnTests(sheet.who, sheet.websetId, director)).toMatchObject({
      best: { right: 4, of: 4 },
      current: { right: 0 },
    })
  })

  it('need a budget, stop on cancel, and belong to their workspace', async () => {
    const sheet = await createSheet(PAGES, ['Alder'])
    const director = await add(sheet, 'Director', answer('Who is the director?'))
    const start = (budgetMicros: number | null) =>
      trials().start(sheet.who, sheet.websetId, director, {
        kind: 'try',
        plans: [null],
        count: 5,
        budgetMicros,
        storedOnly: false,
      })
    await expect(start(null)).rejects.toMatchObject({ code: 'budget_required' })
    const poor = await finished(sheet, (await start(3)).id)
    expect(poor).toMatchObject({ state: 'finished', costMicros: 0, rows: [{ answers: [{ empty: 'budget_reached' }] }] })
    const { id } = await start(1_000_000)
    expect(await trials().cancel(sheet.who, id)).toMatchObject({ state: 'cancelled' })
    expect(await finished(sheet, id)).toMatchObject({ state: 'cancelled' })
    await expect(trials().get(await bench.services.createMember(), id)).rejects.toMatchObject({
      code: 'trial_not_found',
    })
  })
})
