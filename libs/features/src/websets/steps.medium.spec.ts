import { randomUUID } from 'node:crypto'
import type { Principal } from '@enrichify/domain'
import { expect, it } from 'vitest'
import { useCommandBench, type Sheet } from '../testing/command-bench.ts'
import { CommandsService } from './commands.service.ts'
import { RowsService } from './rows.service.ts'

const bench = useCommandBench()

/** A paste that goes beyond the last row, as a page sends it. */
async function paste(who: Principal, sheet: Sheet) {
  const stepId = randomUUID()
  const edited = [1, 2].map((rowId) => bench.edit(who, sheet, rowId, sheet.name, `Pasted ${rowId}`, { stepId }))
  const parts = await Promise.all(edited)
  const added = ['Pasted 3', 'Pasted 4'].map((text) => ({ rows: [{ [sheet.name]: text }] }))
  for (const payload of added) parts.push(await bench.run(who, sheet.websetId, 'rows.add', payload, { stepId }))
  return parts
}

async function open() {
  const who = await bench.member()
  const sheet = await bench.openSheet(who, 2)
  const commands = bench.services.get(CommandsService)
  const names = async () =>
    (await bench.services.get(RowsService).window(who, sheet.websetId, { limit: 10 })).rows.map(
      ({ cells }) => cells[sheet.name],
    )
  const list = async () => {
    const [latest, ...others] = await commands.list(who, sheet.websetId, { mine: false, limit: 10 })
    return { latest: latest!, others: others.length }
  }
  return { who, sheet, commands, names, list }
}
const BEFORE = ['Firm 1', 'Firm 2']
const AFTER = ['Pasted 1', 'Pasted 2', 'Pasted 3', 'Pasted 4']

it('what a person did at once is one line of the list, and goes and comes back as one', async () => {
  const { who, sheet, commands, names, list } = await open()
  const { others } = await list()
  await paste(who, sheet)
  const done = await list()
  expect(done).toMatchObject({
    latest: { label: 'editing 2 cells and adding 2 rows', size: 4, isUndone: false },
    others: others + 1,
  })
  for (let round = 0; round < 2; round++) {
    expect(await commands.undo(who, sheet.websetId, done.latest.id, { step: true })).toMatchObject({ size: 4 })
    expect(await names()).toEqual(BEFORE)
    expect((await list()).latest).toMatchObject({ isUndone: true, isPartlyUndone: false })
    expect(await commands.redo(who, sheet.websetId, done.latest.id, { step: true })).toMatchObject({ size: 4 })
    expect(await names()).toEqual(AFTER)
  }
  expect(await commands.undoLast(who, sheet.websetId)).toEqual({
    undone: 'editing 2 cells and adding 2 rows',
    refused: [],
  })
  expect(await names()).toEqual(BEFORE)
})

it('a step of which a part was taken back already is taken back to the end', async () => {
  const { who, sheet, commands, names, list } = await open()
  const parts = await paste(who, sheet)
  await bench.undo(who, sheet, parts[2]!)
  const { latest } = await list()
  expect(latest).toMatchObject({ isUndone: false })
  expect(await commands.undo(who, sheet.websetId, latest.id, { step: true })).toMatchObject({ size: 3, refused: [] })
  expect(await names()).toEqual(BEFORE)
})

it('what someone else changed since stays and is named, and the rest goes', async () => {
  const { who, sheet, commands, names, list } = await open()
  const other = await bench.member('editor', who)
  await paste(who, sheet)
  await bench.edit(other, sheet, 2, sheet.name, 'Theirs')
  const mine = (await commands.list(who, sheet.websetId, { mine: true, limit: 1 }))[0]!
  const back = await commands.undo(who, sheet.websetId, mine.id, { step: true })
  expect(back).toMatchObject({ size: 3, refused: [{ rowId: 2, columnId: sheet.name, reason: 'changed_since' }] })
  expect(await names()).toEqual(['Firm 1', 'Theirs'])
  expect((await list()).latest.by.id).toBe(other.userId)
})
