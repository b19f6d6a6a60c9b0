import { randomUUID } from 'node:crypto'
import { Database } from '@enrichify/database'
import { describe, expect, it } from 'vitest'
import { answer, html, rung, urlOf, useLadderBench, type Sheet } from '../testing/ladder-bench.ts'
import { runCell } from '../testing/run-cell.ts'
import { CellWriter } from '../websets/cell-writer.ts'
import { VerdictsService } from '../websets/verdicts.service.ts'

const bench = useLadderBench()
const { createSheet, add, run, cell } = bench

describe('a value that a person judged wrong', () => {
  const founded = answer('In which year was it founded?', {
    fact: 'founded',
    rungs: [rung('structured'), rung('patterns')],
  })
  const printed = (...sentences: string[]) => ({
    [urlOf('Alder')]: html('Alder', `<p>${sentences.join('</p><p>')}</p>`),
  })
  const judge = (sheet: Sheet, columnId: string, verdict: 'right' | 'wrong') =>
    bench.services.get(VerdictsService).judge(sheet.who, sheet.websetId, 1, columnId, { verdict })

  it('is not written again, and the cell says why', async () => {
    const sheet = await createSheet(undefined, ['Alder'])
    const director = await add(sheet, 'Director', answer('Who is the director?'))
    await run(sheet, [director])
    expect(await cell(sheet, 1, director)).toMatchObject({ value: 'Ada Alder', mark: { state: 'verified' } })
    await judge(sheet, director, 'wrong')
    for (const mode of ['refresh', 'fill'] as const) {
      await run(sheet, [director], { mode, again: true })
      expect(await cell(sheet, 1, director)).toMatchObject({
        value: null,
        mark: { state: 'empty', empty: 'judged_wrong' },
        candidates: [{ value: 'Ada Alder', state: 'cited', reason: 'judged_wrong' }],
        trace: [{ outcome: 'weak', note: 'A person marked this value as wrong.' }],
      })
    }
    // A person who takes it after all has the last word.
    const [candidate] = (await cell(sheet, 1, director)).candidates
    await bench.services.get(VerdictsService).judge(sheet.who, sheet.websetId, 1, director, {
      verdict: 'right',
      evidenceId: candidate!.evidence!.id,
    })
    expect(await cell(sheet, 1, director)).toMatchObject({ value: 'Ada Alder', mark: { state: 'human' } })
  })

  it('gives way to another one, which may be verified', async () => {
    const sheet = await createSheet(printed('Founded in 1987.', 'Alder Works was established in 1950.'), ['Alder'])
    const column = await add(sheet, 'Founded', founded)
    await run(sheet, [column])
    const first = (await cell(sheet, 1, column)).value
    await judge(sheet, column, 'wrong')
    await run(sheet, [column])
    const second = await cell(sheet, 1, column)
    expect([first, second.value].toSorted()).toEqual([1950, 1987])
    expect(second).toMatchObject({
      mark: { state: 'verified' },
      candidates: [{ value: second.value }, { value: first, reason: 'judged_wrong' }],
    })
    expect(second.mark.conflict).toBeUndefined()
  })

  it('is no answer of a run that had asked before it was judged', async () => {
    const sheet = await createSheet(undefined, ['Alder'])
    const director = await add(sheet, 'Director', answer('Who is the director?'))
    await run(sheet, [director])
    await judge(sheet, director, 'wrong')
    const write = (value: string, state: 'verified' | 'asserted') =>
      bench.services
        .get(Database)
        .inScope(sheet.who, (tx) =>
          bench.services
            .get(CellWriter)
            .writeByRun(tx, sheet.websetId, randomUUID(), [runCell({ columnId: director, value, state, empty: null })]),
        )
    expect(await write('Ada  ALDER', 'verified')).toEqual({ written: [], kept: 1 })
    expect(await cell(sheet, 1, director)).toMatchObject({ verdict: 'wrong', mark: { stale: true } })
    expect(await write('Grace Alder', 'asserted')).toMatchObject({ kept: 0 })
  })
})
