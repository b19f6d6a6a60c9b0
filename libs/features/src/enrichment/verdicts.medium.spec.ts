import { randomUUID } from 'node:crypto'
import { Database } from '@enrichify/database'
import { describe, expect, it } from 'vitest'
import { answer, FIRMS, html, rung, urlOf, useLadderBench } from '../testing/ladder-bench.ts'
import { runCell } from '../testing/run-cell.ts'
import { CellWriter } from '../websets/cell-writer.ts'
import { CommandsService } from '../websets/commands.service.ts'
import { VerdictsService } from '../websets/verdicts.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { RunEstimates } from './run-estimates.ts'

const bench = useLadderBench()
const { createSheet, add, run, cell } = bench

describe('what people say', () => {
  it('is remembered: approved cells become examples, and wrong cells are marked to be asked again', async () => {
    const sheet = await createSheet()
    const director = await add(sheet, 'Director', answer('Who is the director?'))
    await run(sheet, [director], { scope: { kind: 'first', count: 2 } })
    await bench.services.get(VerdictsService).judge(sheet.who, sheet.websetId, 1, director, { verdict: 'right' })
    const [marked] = await bench.services
      .get(VerdictsService)
      .judge(sheet.who, sheet.websetId, 2, director, { verdict: 'wrong' })
    expect(marked).toMatchObject({ rowId: 2, mark: { stale: true } })
    expect(await cell(sheet, 1, director)).toMatchObject({ verdict: 'right' })
    bench.model.asked.length = 0
    await run(sheet, [director])
    const texts = bench.model.asked.map(({ text }) => text)
    expect(texts).toHaveLength(9)
    expect(texts.every((text) => text.includes('- for q1: Ada Alder, from “The managing director is Ada Alder”'))).toBe(
      true,
    )
  })

  it('keeps runs from what is right, until it is taken back', async () => {
    const sheet = await createSheet()
    const director = await add(sheet, 'Director', answer('Who is the director?'))
    const rows = { columnIds: [director], scope: { kind: 'first' as const, count: 3 } }
    await run(sheet, [director], rows)
    const judge = (rowId: number, verdict: 'right' | 'wrong' | null) =>
      bench.services.get(VerdictsService).judge(sheet.who, sheet.websetId, rowId, director, { verdict })
    await judge(1, 'right')
    await judge(2, 'right')
    await judge(2, 'wrong')
    const before = await cell(sheet, 1, director)
    // Another question makes all answers stale. The one that is right stays, also when all are asked again.
    await bench.services
      .get(WebsetsService)
      .updateColumn(sheet.who, sheet.websetId, director, { question: 'Who leads it?' })
    bench.model.asked.length = 0
    const estimate = { columnIds: [director], scope: rows.scope }
    expect(await bench.services.get(RunEstimates).estimate(sheet.who, sheet.websetId, estimate)).toMatchObject({
      calls: 2,
    })
    expect(await run(sheet, [director], rows)).toMatchObject({ counts: { kept: 1, verified: 2 } })
    expect(await run(sheet, [director], { ...rows, again: true })).toMatchObject({ counts: { kept: 1, verified: 2 } })
    // The second time, the same questions are answered from the ledger.
    expect(bench.model.asked).toHaveLength(2)
    expect(await cell(sheet, 1, director)).toEqual({ ...before, mark: { ...before.mark, stale: true } })
    // It is stale and would not be asked, so a run over what is stale has nothing to do.
    const stale = { columnIds: [director], scope: { kind: 'only_stale' as const } }
    await expect(run(sheet, [director], stale)).rejects.toMatchObject({ code: 'nothing_to_do' })

    await judge(1, null)
    expect(await cell(sheet, 1, director)).toMatchObject({ verdict: null })
    expect(await run(sheet, [director], stale)).toMatchObject({ rows: 1, counts: { verified: 1 } })
  })

  it('is heard by a run that has asked already', async () => {
    const sheet = await createSheet(undefined, ['Alder'])
    const director = await add(sheet, 'Director', answer('Who is the director?'))
    await run(sheet, [director])
    await bench.services.get(VerdictsService).judge(sheet.who, sheet.websetId, 1, director, { verdict: 'right' })
    const written = await bench.services
      .get(Database)
      .inScope(sheet.who, (tx) =>
        bench.services
          .get(CellWriter)
          .writeByRun(tx, sheet.websetId, randomUUID(), [
            runCell({ columnId: director, value: 'Another', state: 'cited', empty: null }),
          ]),
      )
    expect(written).toEqual({ written: [], kept: 1 })
  })

  it('decides between sources that disagree, and changes how far they are trusted', async () => {
    const conflicting = (firm: string) =>
      html(
        firm,
        [
          '<script type="application/ld+json">',
          `{"@type":"Organization","name":"${firm} Works","foundingDate":"1950"}`,
          '</script><p>Founded in 1987.</p>',
        ].join(''),
      )
    const sheet = await createSheet(Object.fromEntries(FIRMS.map((firm) => [urlOf(firm), conflicting(firm)])))
    const founded = await add(
      sheet,
      'Founded',
      answer('In which year was it founded?', { fact: 'founded', rungs: [rung('structured'), rung('patterns')] }),
    )
    await run(sheet, [founded], { scope: { kind: 'first', count: 5 } })
    const first = await cell(sheet, 1, founded)
    expect(first).toMatchObject({ value: 1950, mark: { state: 'verified', conflict: true, candidates: 2 } })
    for (const rowId of [1, 2, 3, 4]) {
      const right = (await cell(sheet, rowId, founded)).candidates.find(({ value }) => value === 1987)!
      await bench.services
        .get(VerdictsService)
        .judge(sheet.who, sheet.websetId, rowId, founded, { verdict: 'right', evidenceId: right.evidence!.id })
    }
    expect(await cell(sheet, 1, founded)).toMatchObject({ value: 1987, mark: { state: 'human', quoted: true } })
    await run(sheet, [founded])
    expect(await cell(sheet, 9, founded)).toMatchObject({ value: 1987, mark: { state: 'verified', conflict: true } })
    expect(await bench.services.get(CommandsService).undoLast(sheet.who, sheet.websetId)).toEqual({
      undone: 'choosing a value',
      refused: [],
    })
  })
})
