import { describe, expect, it } from 'vitest'
import { answer, PAGES, urlOf, useLadderBench } from '../testing/ladder-bench.ts'
import { CellsService } from '../websets/cells.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { RunEstimates } from './run-estimates.ts'

const bench = useLadderBench()
const { createSheet, add, run, cell, values } = bench

describe('columns made from columns', () => {
  it('are asked only if their condition holds, and after the columns they are made from', async () => {
    const sheet = await createSheet()
    const product = await add(
      sheet,
      'Product',
      answer('What do they build?', { condition: 'STARTSWITH({Company}, "A") ' }),
    )
    const shout = await add(sheet, 'Shout', {
      method: 'formula',
      formula: 'UPPER({Product}) & "!"',
      condition: 'NOT(ISBLANK({Product}))',
    })
    const done = await run(sheet, [shout, product])
    expect(bench.model.asked).toHaveLength(1)
    expect(done.counts).toMatchObject({ verified: 1, asserted: 1, empty: { condition_not_met: 18 } })
    expect((await values(sheet, shout))[0]).toBe('ALDER CHAIRS!')
  })

  it('put the values of other cells into the question', async () => {
    const sheet = await createSheet(PAGES, ['Birch'])
    const director = await add(sheet, 'Director', answer('Who leads {Company}?'))
    await run(sheet, [director])
    expect(bench.model.asked[0]!.text).toContain('q1: Who leads Birch Works?')
    const [column] = (await bench.services.get(WebsetsService).get(sheet.who, sheet.websetId)).columns.slice(-1)
    expect(column!.enrichment).toMatchObject({ question: 'Who leads {c1}?' })
  })

  it('go stale when an input changes, wait for a person, and are asked again alone', async () => {
    const sheet = await createSheet()
    const director = await add(sheet, 'Director', answer('Who is the director?'))
    const greeting = await add(sheet, 'Greeting', {
      method: 'formula',
      formula: '"Dear " & {Director}',
      condition: null,
    })
    await run(sheet, [director, greeting])
    bench.model.asked.length = 0
    await bench.services
      .get(CellsService)
      .edit(sheet.who, sheet.websetId, [{ rowId: 3, columnId: director, text: 'Grace Cedar' }])
    expect(await cell(sheet, 3, greeting)).toMatchObject({ value: 'Dear Ada Cedar', mark: { stale: true } })
    expect((await cell(sheet, 2, greeting)).mark.stale).toBeUndefined()
    const again = await run(sheet, [director, greeting], { scope: { kind: 'only_stale' } })
    expect(again).toMatchObject({ rows: 1 })
    expect(await cell(sheet, 3, greeting)).toMatchObject({ value: 'Dear Grace Cedar', mark: { state: 'asserted' } })
    expect(bench.model.asked).toHaveLength(0)
    // Another website is another company, so everything that was read is stale.
    await bench.services
      .get(CellsService)
      .edit(sheet.who, sheet.websetId, [{ rowId: 1, columnId: 'c2', text: urlOf('Birch') }])
    expect((await cell(sheet, 1, director)).mark.stale).toBe(true)
  })

  it('cannot be made from themselves, nor from columns that are not there', async () => {
    const sheet = await createSheet(PAGES, ['Alder'])
    const one = await add(sheet, 'One', { method: 'formula', formula: '{Company}', condition: null })
    await add(sheet, 'Two', { method: 'formula', formula: '{One}', condition: null })
    await expect(
      bench.services.get(WebsetsService).updateColumn(sheet.who, sheet.websetId, one, {
        plan: { method: 'formula', formula: '{Two} & "x"', condition: null },
      }),
    ).rejects.toMatchObject({ code: 'column_cycle' })
    await expect(
      add(sheet, 'Three', { method: 'formula', formula: '{Missing}', condition: null }),
    ).rejects.toMatchObject({ code: 'unknown_column' })
    await expect(add(sheet, 'Four', { method: 'formula', formula: 'LEFT(', condition: null })).rejects.toMatchObject({
      code: 'bad_formula',
      details: { at: 5 },
    })
  })

  it('a rerun of an unchanged webset asks nothing; a changed question asks again', async () => {
    const sheet = await createSheet()
    const director = await add(sheet, 'Director', answer('Who is the director?'))
    await run(sheet, [director])
    bench.model.asked.length = 0
    const rerun = await run(sheet, [director])
    expect(rerun).toMatchObject({ counts: { unchanged: 10 }, cellsDone: 10, pagesFetched: 0, costMicros: 0 })
    expect(
      await bench.services
        .get(RunEstimates)
        .estimate(sheet.who, sheet.websetId, { columnIds: [director], scope: { kind: 'all' } }),
    ).toMatchObject({ calls: 0, freeCells: { unchanged: 10 } })
    await bench.services
      .get(WebsetsService)
      .updateColumn(sheet.who, sheet.websetId, director, { question: 'Who leads it?' })
    expect((await cell(sheet, 1, director)).mark.stale).toBe(true)
    expect(await run(sheet, [director])).toMatchObject({ counts: { verified: 10 } })
    expect(bench.model.asked).toHaveLength(10)
  })
})
