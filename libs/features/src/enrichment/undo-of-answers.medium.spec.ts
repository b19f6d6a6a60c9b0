import { expect, it } from 'vitest'
import { answer, PAGES, useLadderBench } from '../testing/ladder-bench.ts'
import { CellsService } from '../websets/cells.service.ts'
import { CommandsService } from '../websets/commands.service.ts'
import type { CellEdit } from '../websets/commands/cells-edit.command.ts'
import { VerdictsService } from '../websets/verdicts.service.ts'

const bench = useLadderBench()
const { createSheet, attach, add, run, cell } = bench

it('an answer that is taken back into a cell has its evidence, candidates, trace, dates and verdict', async () => {
  const sheet = await createSheet()
  const { who, websetId } = sheet
  const director = await add(sheet, 'Director', answer('Who is the director?'))
  await run(sheet, [director])
  // The quote is found once more, on a newer copy of the page. The history has no entry for that.
  await attach(who, websetId, PAGES)
  await run(sheet, [director], { mode: 'refresh' })
  await bench.services.get(VerdictsService).judge(who, websetId, 1, director, { verdict: 'right' })
  const detail = async () => {
    const { history: _, ...rest } = await cell(sheet, 1, director)
    return rest
  }
  const before = await detail()
  expect(before).toMatchObject({
    value: 'Ada Alder',
    mark: { state: 'verified' },
    candidates: [{ evidence: { quote: expect.stringContaining('Ada Alder') as string } }],
    checkedAt: expect.any(String) as string,
    verdict: 'right',
  })
  expect(before.trace).not.toHaveLength(0)

  const edit = (change: Partial<CellEdit>) =>
    bench.services.get(CellsService).edit(who, websetId, [{ rowId: 1, columnId: director, ...change }])
  const undo = async () =>
    expect((await bench.services.get(CommandsService).undoLast(who, websetId)).refused).toEqual([])
  await edit({ text: 'Grace Alder' })
  expect(await detail()).toMatchObject({ mark: { state: 'human' }, verdict: null, checkedAt: null })
  // Released, the cell knows nothing any more of what runs found.
  await edit({ release: true })
  expect(await detail()).toMatchObject({ mark: { state: null }, candidates: [], trace: [] })
  await undo()
  await undo()
  expect(await detail()).toEqual(before)
  // Also when it is released at once, with the value that the run found.
  await edit({ release: true })
  await undo()
  expect(await detail()).toEqual(before)
  await edit({ text: '' })
  await undo()
  expect(await detail()).toEqual(before)
})
