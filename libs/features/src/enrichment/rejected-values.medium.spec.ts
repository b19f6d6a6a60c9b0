import { randomUUID } from 'node:crypto'
import { CellRepository, Database } from '@enrichify/database'
import { describe, expect, it } from 'vitest'
import { answer, html, rung, urlOf, useLadderBench, type Sheet } from '../testing/ladder-bench.ts'
import { runCell } from '../testing/run-cell.ts'
import { CellWriter } from '../websets/cell-writer.ts'
import { CommandsService } from '../websets/commands.service.ts'
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

  describe('comes back with its proof when it is judged wrong no more', () => {
    async function putAside() {
      const sheet = await createSheet(undefined, ['Alder'])
      const { who, websetId } = sheet
      const director = await add(sheet, 'Director', answer('Who is the director?'))
      await run(sheet, [director])
      const detail = async () => {
        const { history: _, ...rest } = await cell(sheet, 1, director)
        return rest
      }
      const commands = bench.services.get(CommandsService)
      const say = (verdict: 'wrong' | null, by = who) =>
        commands.apply(by, websetId, 'cells.judge', { rowId: 1, columnId: director, verdict })
      const answered = await detail()
      const wrong = await say('wrong')
      await run(sheet, [director])
      // It is asked once more, and still nothing else is found.
      await run(sheet, [director], { again: true })
      const emptied = await detail()
      expect(emptied).toMatchObject({ value: null, mark: { empty: 'judged_wrong' }, verdict: 'wrong' })
      expect(emptied.judgedBy).toMatchObject({ id: who.userId })
      const undo = () => commands.undo(who, websetId, wrong.actionId!)
      const redo = () => commands.redo(who, websetId, wrong.actionId!)
      return { sheet, director, commands, detail, say, answered, emptied, undo, redo }
    }

    it('by undo, and goes again by redo', async () => {
      const { sheet, director, detail, answered, emptied, undo, redo } = await putAside()
      for (let round = 0; round < 3; round++) {
        const undone = await undo()
        expect(undone).toMatchObject({ refused: [], cells: [{ value: 'Ada Alder', mark: { state: 'verified' } }] })
        expect(undone.cells![0]!.mark.stale).toBeUndefined()
        expect(await detail()).toEqual(answered)
        expect((await redo()).refused).toEqual([])
        expect(await detail()).toEqual(emptied)
      }
      await undo()
      const { history } = await cell(sheet, 1, director)
      expect(history[0]).toMatchObject({
        actor: { kind: 'person' },
        before: null,
        after: 'Ada Alder',
        afterState: 'verified',
      })
    })

    it('by taking the verdict back, which can be undone too', async () => {
      const { sheet, commands, detail, say, answered, emptied } = await putAside()
      const { actionId } = await say(null)
      expect(await detail()).toEqual(answered)
      for (let round = 0; round < 2; round++) {
        expect((await commands.undo(sheet.who, sheet.websetId, actionId!)).refused).toEqual([])
        expect(await detail()).toEqual(emptied)
        expect((await commands.redo(sheet.who, sheet.websetId, actionId!)).refused).toEqual([])
        expect(await detail()).toEqual(answered)
      }
    })

    it('as stale as it was for other reasons', async () => {
      const sheet = await createSheet(undefined, ['Alder'])
      const { who, websetId } = sheet
      const director = await add(sheet, 'Director', answer('Who is the director?'))
      await run(sheet, [director])
      const commands = bench.services.get(CommandsService)
      const update = { columnId: director, change: { question: 'Who leads it?' } }
      await commands.apply(who, websetId, 'column.update', update)
      const payload = { rowId: 1, columnId: director, verdict: 'wrong' as const }
      const { actionId } = await commands.apply(who, websetId, 'cells.judge', payload)
      await run(sheet, [director])
      expect((await cell(sheet, 1, director)).mark.stale).toBeUndefined()
      for (let round = 0; round < 2; round++) {
        await commands.undo(who, websetId, actionId!)
        expect(await cell(sheet, 1, director)).toMatchObject({ value: 'Ada Alder', mark: { stale: true } })
        await commands.redo(who, websetId, actionId!)
        const { value, mark } = await cell(sheet, 1, director)
        expect([value, mark.stale]).toEqual([null, undefined])
      }
    })

    it('unless someone else says so as well', async () => {
      const { sheet, detail, say, emptied, undo } = await putAside()
      const other = await bench.services.createMember('editor', sheet.who.workspaceId)
      await bench.services.get(Database).inScope(other, (tx) =>
        bench.services
          .get(CellRepository)
          .addVerdicts(tx, sheet.websetId, { userId: other.userId, actionId: randomUUID() }, [
            {
              rowId: 1,
              columnId: emptied.columnId,
              verdict: 'wrong',
              value: 'Ada Alder',
              evidenceId: null,
              source: null,
            },
          ]),
      )
      expect(await undo()).toMatchObject({ size: 0, refused: [{ reason: 'changed_since' }] })
      expect(await detail()).toMatchObject({ value: null, mark: emptied.mark, judgedBy: { id: other.userId } })
      await say(null, other)
      expect(await detail()).toMatchObject({ value: 'Ada Alder', verdict: null })
    })

    it('but not over what was written since', async () => {
      const { sheet, director, detail, undo } = await putAside()
      await bench.services
        .get(CommandsService)
        .apply(sheet.who, sheet.websetId, 'cells.edit', { edits: [{ rowId: 1, columnId: director, text: 'Grace' }] })
      expect(await undo()).toMatchObject({ size: 1, refused: [] })
      expect(await detail()).toMatchObject({ value: 'Grace', mark: { state: 'human' }, verdict: null })
    })
  })

  it('is asked again when it cannot come back', async () => {
    const sheet = await createSheet(undefined, ['Alder'])
    const { who, websetId } = sheet
    const director = await add(sheet, 'Director', answer('Who is the director?'))
    await run(sheet, [director])
    const commands = bench.services.get(CommandsService)
    const payload = { rowId: 1, columnId: director, verdict: 'wrong' as const }
    const { actionId } = await commands.apply(who, websetId, 'cells.judge', payload)
    // The cell was empty when a run found the value once more.
    const edits = [{ rowId: 1, columnId: director, text: '' }]
    await commands.apply(who, websetId, 'cells.edit', { edits })
    await run(sheet, [director], { fillEmptied: true })
    expect(await cell(sheet, 1, director)).toMatchObject({ mark: { empty: 'judged_wrong' }, verdict: null })
    await commands.undo(who, websetId, actionId!)
    expect(await cell(sheet, 1, director)).toMatchObject({ value: null, mark: { state: 'empty', stale: true } })
    await commands.redo(who, websetId, actionId!)
    expect((await cell(sheet, 1, director)).mark.stale).toBeUndefined()
    await commands.undo(who, websetId, actionId!)
    await run(sheet, [director])
    expect(await cell(sheet, 1, director)).toMatchObject({ value: 'Ada Alder', mark: { state: 'verified' } })
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
