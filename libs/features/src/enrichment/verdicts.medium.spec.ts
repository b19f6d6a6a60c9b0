import { describe, expect, it } from 'vitest'
import { answer, FIRMS, html, rung, urlOf, useLadderBench } from '../testing/ladder-bench.ts'
import { CommandsService } from '../websets/commands.service.ts'
import { VerdictsService } from '../websets/verdicts.service.ts'

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
    expect(await cell(sheet, 1, founded)).toMatchObject({ value: 1987, mark: { state: 'human' } })
    await run(sheet, [founded])
    expect(await cell(sheet, 9, founded)).toMatchObject({ value: 1987, mark: { state: 'verified', conflict: true } })
    expect(await bench.services.get(CommandsService).undoLast(sheet.who, sheet.websetId)).toEqual({
      undone: 'choosing a value',
      refused: [],
    })
  })
})
