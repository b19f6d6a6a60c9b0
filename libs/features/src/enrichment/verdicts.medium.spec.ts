import { randomUUID } from 'node:crypto'
import type { Applied, CommandBody } from '@enrichify/contracts'
import { Database } from '@enrichify/database'
import { describe, expect, it } from 'vitest'
import { answer, FIRMS, html, rung, urlOf, useLadderBench } from '../testing/ladder-bench.ts'
import { runCell } from '../testing/run-cell.ts'
import { CellWriter } from '../websets/cell-writer.ts'
import { CommandsService } from '../websets/commands.service.ts'
import { RowsService } from '../websets/rows.service.ts'
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
    expect(marked).toMatchObject({ rowId: 2, mark: { stale: true, wrong: true } })
    expect(await cell(sheet, 2, director)).toMatchObject({
      mark: { stale: true, wrong: true },
      judgedBy: { id: sheet.who.userId },
    })
    // Wherever its mark comes from.
    const { rows } = await bench.services.get(RowsService).window(sheet.who, sheet.websetId, { limit: 2 })
    expect(rows.map(({ marks }) => marks[director]!.wrong ?? false)).toEqual([false, true])
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
    const asked = { kept: 1, verified: 1, empty: { judged_wrong: 1 } }
    expect(await run(sheet, [director], rows)).toMatchObject({ counts: asked })
    expect(await run(sheet, [director], { ...rows, again: true })).toMatchObject({ counts: asked })
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
      undone: 'choosing a value for Founded of “Doum Works”',
      refused: [],
    })
  })
})

describe('a verdict is a step that can be taken back', () => {
  async function answered() {
    const sheet = await createSheet()
    const director = await add(sheet, 'Director', answer('Who is the director?'))
    await run(sheet, [director], { scope: { kind: 'first', count: 2 } })
    const commands = bench.services.get(CommandsService)
    const say = (verdict: 'right' | 'wrong' | null, who = sheet.who, baseVersion?: number) => {
      const payload = { rowId: 1, columnId: director, verdict }
      const base = baseVersion === undefined ? {} : { baseVersion }
      return commands.run(who, sheet.websetId, {
        kind: 'cells.judge',
        payload,
        commandId: randomUUID(),
        ...base,
      } as CommandBody)
    }
    const undo = ({ actionId }: Applied, who = sheet.who) => commands.undo(who, sheet.websetId, actionId!)
    const redo = ({ actionId }: Applied) => commands.redo(sheet.who, sheet.websetId, actionId!)
    const state = async () => {
      const { value, verdict, mark } = await cell(sheet, 1, director)
      return { value, verdict, stale: mark.stale ?? false }
    }
    return { sheet, director, say, undo, redo, state }
  }

  it('with the mark that it set, and with no other', async () => {
    const { sheet, director, say, undo, redo, state } = await answered()
    const wrong = await say('wrong')
    expect(wrong).toMatchObject({ size: 1, label: 'marking Director of “Alder Works” as wrong', refused: [] })
    expect(await state()).toMatchObject({ verdict: 'wrong', stale: true })
    for (let round = 0; round < 2; round++) {
      expect((await undo(wrong)).cells).toMatchObject([{ rowId: 1, columnId: director, mark: { state: 'verified' } }])
      expect(await state()).toMatchObject({ verdict: null, stale: false })
      await redo(wrong)
      expect(await state()).toMatchObject({ verdict: 'wrong', stale: true })
    }
    await undo(wrong)
    const right = await say('right')
    await bench.services.get(WebsetsService).updateColumn(sheet.who, sheet.websetId, director, { question: 'Who?' })
    const again = await say('wrong')
    await undo(again)
    // Another question made it stale, and still does.
    expect(await state()).toMatchObject({ verdict: 'right', stale: true })
    await undo(right)
    expect(await state()).toMatchObject({ verdict: null, stale: true })
  })

  it('Wrong switched on and off leaves the cell as it was, and each of the two can be taken back', async () => {
    const { say, undo, redo, state } = await answered()
    const before = await state()
    await say('wrong')
    const off = await say(null)
    expect(await state()).toEqual(before)
    await undo(off)
    expect(await state()).toEqual({ ...before, verdict: 'wrong', stale: true })
    await redo(off)
    expect(await state()).toEqual(before)
    await say('wrong')
    const right = await say('right')
    expect(await state()).toEqual({ ...before, verdict: 'right' })
    await undo(right)
    expect(await state()).toEqual({ ...before, verdict: 'wrong', stale: true })
    expect(await say('wrong')).toMatchObject({ size: 0, actionId: null })
  })

  it('unless someone else judged the cell since, or changed it before', async () => {
    const { sheet, director, say, undo, state } = await answered()
    const other = await bench.services.createMember('editor', sheet.who.workspaceId)
    const right = await say('right')
    await say('wrong', other)
    expect(await undo(right)).toMatchObject({
      size: 0,
      refused: [{ rowId: 1, columnId: director, reason: 'changed_since', detail: expect.stringContaining('judged') }],
    })
    expect(await state()).toMatchObject({ verdict: 'wrong' })
    const { version } = await bench.services.get(WebsetsService).get(sheet.who, sheet.websetId)
    await bench.services
      .get(CommandsService)
      .apply(other, sheet.websetId, 'cells.edit', { edits: [{ rowId: 1, columnId: director, text: 'Grace' }] })
    expect(await say('right', sheet.who, version)).toMatchObject({
      size: 0,
      refused: [{ reason: 'changed_since', theirs: { value: 'Grace' } }],
    })
  })

  it('a value that is taken goes back with what was said about the candidates', async () => {
    const { sheet, director, say, undo, redo, state } = await answered()
    await say('wrong')
    const [candidate] = (await cell(sheet, 1, director)).candidates
    const before = await state()
    const choice = { rowId: 1, columnId: director, evidenceId: candidate!.evidence!.id }
    const taken = await bench.services.get(CommandsService).apply(sheet.who, sheet.websetId, 'cells.choose', choice)
    const then = await state()
    expect(then).toEqual({ value: before.value, verdict: 'right', stale: false })
    for (let round = 0; round < 2; round++) {
      expect(await undo(taken)).toMatchObject({ size: 1, refused: [] })
      expect(await state()).toEqual(before)
      await redo(taken)
      expect(await state()).toEqual(then)
    }
  })
})

describe('a question that is changed back by hand', () => {
  it('leaves no answer stale that was given to it', async () => {
    const sheet = await createSheet()
    const director = await add(sheet, 'Director', answer('Who is the director?'))
    await run(sheet, [director], { scope: { kind: 'first', count: 3 } })
    const { who, websetId } = sheet
    const commands = bench.services.get(CommandsService)
    const ask = (question: string) =>
      commands.apply(who, websetId, 'column.update', { columnId: director, change: { question } })
    const stale = async () => {
      const marks = [1, 2, 3].map(async (rowId) => (await cell(sheet, rowId, director)).mark.stale ?? false)
      return Promise.all(marks)
    }
    // One was answered by hand. Below it is what the run had found.
    const byHand = await commands.apply(who, websetId, 'cells.edit', {
      edits: [{ rowId: 3, columnId: director, text: 'Grace' }],
    })
    const away = await ask('Who leads it?')
    expect(await stale()).toEqual([true, true, false])
    await run(sheet, [director], { scope: { kind: 'rows', rowIds: [2] }, again: true })
    expect(await stale()).toEqual([true, false, false])
    const back = await ask('Who is the director?')
    await commands.undo(who, websetId, byHand.actionId!)
    expect(await stale()).toEqual([false, true, false])
    await commands.undo(who, websetId, back.actionId!)
    expect(await stale()).toEqual([true, false, true])
    await commands.redo(who, websetId, back.actionId!)
    expect(await stale()).toEqual([false, true, false])
    await commands.undo(who, websetId, back.actionId!)
    await commands.undo(who, websetId, away.actionId!)
    expect(await stale()).toEqual([false, true, false])
  })

  it('leaves a cell stale whose inputs have changed meanwhile', async () => {
    const sheet = await createSheet()
    const director = await add(sheet, 'Director', answer('Who is the director?'))
    await run(sheet, [director], { scope: { kind: 'first', count: 2 } })
    const { who, websetId } = sheet
    const update = (question: string) =>
      bench.services.get(WebsetsService).updateColumn(who, websetId, director, { question })
    await update('Who leads it?')
    await bench.services.get(VerdictsService).judge(who, websetId, 1, director, { verdict: 'wrong' })
    await update('Who is the director?')
    expect((await cell(sheet, 1, director)).mark.stale).toBe(true)
    expect((await cell(sheet, 2, director)).mark.stale).toBeUndefined()
  })
})
