import type { Principal } from '@enrichify/domain'
import { describe, expect, it } from 'vitest'
import { useCommandBench, type Sheet } from '../testing/command-bench.ts'
import { CommandsService } from './commands.service.ts'
import { RowsService } from './rows.service.ts'
import { WebsetsService } from './websets.service.ts'

const bench = useCommandBench()
const { member, query, openSheet, byRun, run, edit, undo, redo, version, snapshot } = bench

/** Two people in one sheet. */
async function together(): Promise<{ me: Principal; other: Principal; sheet: Sheet }> {
  const me = await member()
  const other = await member('editor', me)
  return { me, other, sheet: await openSheet(me) }
}
const rowsOf = async (who: Principal, { websetId }: Sheet) =>
  (await bench.services.get(RowsService).window(who, websetId, { limit: 100 })).rows
const names = async (who: Principal, sheet: Sheet) => (await rowsOf(who, sheet)).map(({ cells }) => cells.c1 ?? null)
const columns = async (who: Principal, { websetId }: Sheet) =>
  (await bench.services.get(WebsetsService).get(who, websetId)).columns.map(({ name }) => name)
const editNames = (who: Principal, { websetId, name }: Sheet, texts: Record<number, string>) =>
  run(who, websetId, 'cells.edit', {
    edits: Object.entries(texts).map(([rowId, text]) => ({ rowId: Number(rowId), columnId: name, text })),
  })
const MINE = { mine: true, limit: 1 }
const ids = (...list: number[]) => ({ kind: 'ids' as const, ids: list })

describe('an undo', () => {
  it('stops at the cells that someone else changed, names them, and takes back the others; so does redo', async () => {
    const { me, other, sheet } = await together()
    const done = await editNames(me, sheet, { 1: 'A', 2: 'B', 3: 'C' })
    await editNames(other, sheet, { 2: 'Theirs' })
    const undone = await undo(me, sheet, done)
    const theirs = {
      rowId: 2,
      columnId: sheet.name,
      reason: 'changed_since',
      detail: 'was changed by Member editor meanwhile',
      theirs: { value: 'Theirs', by: 'Member editor' },
    }
    expect(undone).toMatchObject({ actionId: done.actionId, size: 2, refused: [theirs] })
    expect(await names(me, sheet)).toEqual(['Firm 1', 'Theirs', 'Firm 3', 'Firm 4', 'Firm 5'])
    const listed = async () => (await bench.services.get(CommandsService).list(me, sheet.websetId, MINE))[0]
    expect(await listed()).toMatchObject({ id: done.actionId, isUndone: true, isPartlyUndone: true })
    await editNames(other, sheet, { 3: 'Third' })
    expect(await redo(me, sheet, done)).toMatchObject({ size: 1, refused: [{ rowId: 3, theirs: { value: 'Third' } }] })
    expect(await names(me, sheet)).toEqual(['A', 'Theirs', 'Third', 'Firm 4', 'Firm 5'])
    // What was done again is what is taken back now. What stayed the first time stays again, and is named again.
    expect(await listed()).toMatchObject({ isUndone: false, isPartlyUndone: false })
    expect(await undo(me, sheet, done)).toMatchObject({ size: 1, refused: [theirs] })
    expect(await listed()).toMatchObject({ isUndone: true, isPartlyUndone: true })
    expect(await redo(me, sheet, done)).toMatchObject({ size: 1, refused: [{ rowId: 3, theirs: { value: 'Third' } }] })
    expect(await undo(me, sheet, done)).toMatchObject({ size: 1, refused: [theirs] })
    expect(await names(me, sheet)).toEqual(['Firm 1', 'Theirs', 'Third', 'Firm 4', 'Firm 5'])
  })

  it('of what was overtaken in full changes nothing, and can be tried again when the way is free', async () => {
    const { me, other, sheet } = await together()
    const done = await editNames(me, sheet, { 1: 'A' })
    const overtaking = await editNames(other, sheet, { 1: 'Theirs' })
    const before = await version(me, sheet)
    expect(await undo(me, sheet, done)).toMatchObject({ actionId: null, size: 0, refused: [{ rowId: 1 }] })
    expect(await version(me, sheet)).toBe(before)
    await undo(other, sheet, overtaking)
    expect(await undo(me, sheet, done)).toMatchObject({ actionId: done.actionId, size: 1, refused: [] })
    expect((await names(me, sheet))[0]).toBe('Firm 1')
  })

  it('says so when the person themselves changed the cell since, or deleted its row', async () => {
    const { me, sheet } = await together()
    const done = await editNames(me, sheet, { 1: 'A' })
    await editNames(me, sheet, { 1: 'B' })
    const said = { rowId: 1, reason: 'changed_since', detail: 'was changed by you since', theirs: { byYou: true } }
    expect(await undo(me, sheet, done)).toMatchObject({ size: 0, refused: [said] })
    await run(me, sheet.websetId, 'rows.delete', { rows: ids(1) })
    const gone = { reason: 'gone', detail: 'is in a row that was deleted by you' }
    expect(await undo(me, sheet, done)).toMatchObject({ size: 0, refused: [gone] })
  })

  it('of an action that is taken back, or a redo of one that is not, has no effect and says so', async () => {
    const { me, sheet } = await together()
    const done = await editNames(me, sheet, { 1: 'A' })
    const detail = (answer: Awaited<ReturnType<typeof undo>>) => answer.refused.map((each) => each.detail)
    expect(detail(await redo(me, sheet, done))).toEqual(['This was not taken back.'])
    await undo(me, sheet, done)
    expect((await undo(me, sheet, done)).refused[0]!.reason).toBe('already')
    const then = [await version(me, sheet), await snapshot(me, sheet)]
    expect(detail(await undo(me, sheet, done))).toEqual(['This was already taken back.'])
    expect([await version(me, sheet), await snapshot(me, sheet)]).toEqual(then)
  })

  it('at the same moment twice happens once', async () => {
    const { me, other, sheet } = await together()
    const done = await editNames(me, sheet, { 1: 'A', 2: 'B' })
    const answers = await Promise.all([me, other, me, other].map((who) => undo(who, sheet, done)))
    expect(answers.map(({ size }) => size).toSorted()).toEqual([0, 0, 0, 2])
    expect(await version(me, sheet)).toBe(done.version + 1)
  })

  it('of another person’s action is possible: it is a change of one’s own', async () => {
    const { me, other, sheet } = await together()
    const done = await editNames(other, sheet, { 1: 'Theirs' })
    expect(await undo(me, sheet, done)).toMatchObject({ size: 1, refused: [] })
    expect((await names(me, sheet))[0]).toBe('Firm 1')
    const listed = await bench.services.get(CommandsService).list(me, sheet.websetId, { mine: false, limit: 1 })
    expect(listed).toMatchObject([{ id: done.actionId, by: { id: other.userId }, isUndone: true }])
    expect(await redo(other, sheet, done)).toMatchObject({ size: 1 })
  })

  it('of the last action is for one’s own, and stops where it was overtaken', async () => {
    const { me, other, sheet } = await together()
    const last = () => bench.services.get(CommandsService).undoLast(me, sheet.websetId)
    await editNames(me, sheet, { 1: 'A' })
    const added = await run(me, sheet.websetId, 'rows.add', { rows: [{ c1: 'Mine' }] })
    await run(other, sheet.websetId, 'rows.delete', { rows: ids(added.rows![0]!.id) })
    expect(await last()).toEqual({ undone: 'adding a row', refused: [] })
    await editNames(other, sheet, { 1: 'Theirs' })
    for (let time = 0; time < 2; time++)
      expect(await last()).toMatchObject({ undone: null, refused: [{ rowId: 1, theirs: { value: 'Theirs' } }] })
  })
})

describe('rows', () => {
  it('that were added stay where someone else wrote in them, and come back without what others deleted', async () => {
    const { me, other, sheet } = await together()
    const added = await run(me, sheet.websetId, 'rows.add', { rows: [{ c1: 'X' }, { c1: 'Y' }, { c1: 'Z' }] })
    const [x, y, z] = added.rows!.map(({ id }) => id)
    await editNames(other, sheet, { [x!]: 'Theirs' })
    await run(other, sheet.websetId, 'rows.delete', { rows: ids(z!) })
    expect(await undo(me, sheet, added)).toMatchObject({
      size: 1,
      refused: [{ rowId: x, reason: 'changed_since', theirs: { value: 'Theirs', by: 'Member editor' } }],
    })
    expect((await names(me, sheet)).slice(5)).toEqual(['Theirs'])
    expect(await redo(me, sheet, added)).toMatchObject({ size: 1, rows: [{ id: y }], refused: [] })
    expect((await names(me, sheet)).slice(5)).toEqual(['Theirs', 'Y'])
    expect(await undo(me, sheet, added)).toMatchObject({ size: 1, refused: [{ rowId: x, reason: 'changed_since' }] })
    await redo(me, sheet, added)
    await run(other, sheet.websetId, 'rows.delete', { rows: ids(x!) })
    expect(await undo(me, sheet, added)).toMatchObject({ size: 1, refused: [] })
  })

  it('that were added go where runs and oneself have written, and where others took theirs back', async () => {
    const { me, other, sheet } = await together()
    const added = await run(me, sheet.websetId, 'rows.add', { rows: [{ c1: 'X' }, { c1: 'Y' }] })
    const [x, y] = added.rows!.map(({ id }) => id)
    await byRun(me, sheet.websetId, [{ rowId: x!, columnId: sheet.phone, value: '+1', state: 'cited', empty: null }])
    await editNames(me, sheet, { [y!]: 'Mine' })
    await undo(other, sheet, await editNames(other, sheet, { [x!]: 'Theirs' }))
    expect(await undo(me, sheet, added)).toMatchObject({ size: 2, refused: [] })
  })

  it('that were deleted come back, but those that another person brought back stay when it is done again', async () => {
    const { me, other, sheet } = await together()
    const deleted = await run(me, sheet.websetId, 'rows.delete', { rows: ids(1, 2, 3) })
    await run(other, sheet.websetId, 'rows.restore', { rows: ids(2) })
    expect(await undo(me, sheet, deleted)).toMatchObject({ size: 2, refused: [] })
    await editNames(other, sheet, { 3: 'Theirs' })
    expect(await redo(me, sheet, deleted)).toMatchObject({ size: 1, refused: [{ rowId: 3 }] })
    expect(await names(me, sheet)).toEqual(['Firm 2', 'Theirs', 'Firm 4', 'Firm 5'])
  })

  it('in the trash keep their cells out of an undo, and it says so', async () => {
    const { me, other, sheet } = await together()
    const done = await editNames(me, sheet, { 1: 'A', 2: 'B' })
    await run(other, sheet.websetId, 'rows.delete', { rows: ids(2) })
    expect(await undo(me, sheet, done)).toMatchObject({
      size: 1,
      refused: [{ rowId: 2, reason: 'gone', detail: 'is in a row that was deleted by Member editor' }],
    })
  })
})

describe('columns', () => {
  it('that were added stay where someone else has written in them or changed them', async () => {
    const { me, other, sheet } = await together()
    const add = async (name: string) => {
      const added = await run(me, sheet.websetId, 'column.add', { name, kind: 'text' })
      return { added, columnId: added.columns[0]!.id }
    }
    const [written, renamed, widened] = [await add('Written'), await add('Renamed'), await add('Widened')]
    const theirs = await edit(other, sheet, 1, written.columnId, 'Theirs')
    await run(other, sheet.websetId, 'column.update', { columnId: renamed.columnId, change: { name: 'Theirs' } })
    await run(other, sheet.websetId, 'column.update', { columnId: widened.columnId, change: { width: 300 } })
    const answers = []
    for (const { added } of [written, renamed, widened]) answers.push(await undo(me, sheet, added))
    expect(answers.map(({ size, refused }) => [size, refused.map(({ detail }) => detail)])).toEqual([
      [0, ['The column “Written” stays: Member editor has changed it since.']],
      [0, ['The column “Theirs” stays: Member editor has changed it since.']],
      [1, []],
    ])
    await undo(other, sheet, theirs)
    expect(await undo(me, sheet, written.added)).toMatchObject({ size: 1, refused: [] })
    expect(await columns(me, sheet)).toEqual(['Name', 'Size', 'Phone', 'Shout', 'Theirs'])
  })

  it('keep what another person changed of them, property by property', async () => {
    const { me, other, sheet } = await together()
    const change = (who: Principal, wanted: object) =>
      run(who, sheet.websetId, 'column.update', { columnId: sheet.size, change: wanted })
    const done = await change(me, { name: 'Staff', settings: { decimals: 1 } })
    await change(other, { settings: { decimals: 3 } })
    expect(await undo(me, sheet, done)).toMatchObject({
      size: 1,
      columns: [{ name: 'Size', settings: { decimals: 3 } }],
      refused: [{ reason: 'changed_since', detail: 'The options of “Staff” changed since then.' }],
    })
    expect(await redo(me, sheet, done)).toMatchObject({
      columns: [{ name: 'Staff', settings: { decimals: 3 } }],
      refused: [],
    })
    const moved = await change(me, { position: 0 })
    await change(other, { position: 2 })
    expect(await undo(me, sheet, moved)).toMatchObject({
      size: 0,
      refused: [{ detail: '“Staff” was moved since then.' }],
    })
    expect(await columns(me, sheet)).toEqual(['Name', 'Phone', 'Staff', 'Shout'])
  })

  it('that got another type since keep their values: they fit the type that stays', async () => {
    const { me, other, sheet } = await together()
    const retype = (who: Principal, kind: 'number' | 'text') =>
      run(who, sheet.websetId, 'column.update', { columnId: sheet.name, change: { kind } })
    await editNames(me, sheet, { 1: '1', 2: '2', 3: 'three' })
    const mine = await retype(me, 'number')
    await retype(other, 'text')
    await editNames(other, sheet, { 2: 'two' })
    const before = await snapshot(me, sheet)
    const undone = await undo(me, sheet, mine)
    expect(undone).toMatchObject({ size: 0, refused: [{ detail: 'The type of “Name” changed since then.' }] })
    expect(await snapshot(me, sheet)).toEqual(before)
  })

  it('in the trash keep their cells out of an undo', async () => {
    const { me, other, sheet } = await together()
    const done = await edit(me, sheet, 1, sheet.size, '11')
    await run(other, sheet.websetId, 'column.delete', { columnId: sheet.size })
    expect(await undo(me, sheet, done)).toMatchObject({
      size: 0,
      refused: [{ columnId: sheet.size, reason: 'gone', detail: 'is in a column that was deleted' }],
    })
    const [row] = await query(me, 'select cells from rows where webset_id = $1 and id = 1', [sheet.websetId])
    expect(row).toMatchObject({ cells: { [sheet.size]: 11 } })
  })
})

it('the name of a webset stays what another person made it', async () => {
  const { me, other, sheet } = await together()
  const done = await run(me, sheet.websetId, 'webset.rename', { name: 'Mine' })
  const theirs = await run(other, sheet.websetId, 'webset.rename', { name: 'Theirs' })
  expect(await undo(me, sheet, done)).toMatchObject({
    size: 0,
    refused: [{ detail: 'The name was changed since then.' }],
  })
  await undo(other, sheet, theirs)
  expect(await undo(me, sheet, done)).toMatchObject({ size: 1, refused: [] })
})

describe('the list of changes', () => {
  it('shows of each action the first cells with their values before and after', async () => {
    const { me, sheet } = await together()
    await edit(me, sheet, 2, sheet.size, '21')
    await editNames(me, sheet, { 1: 'A', 2: 'B', 3: 'C' })
    await run(me, sheet.websetId, 'rows.delete', { rows: ids(2) })
    const list = await bench.services.get(CommandsService).list(me, sheet.websetId, { mine: true, limit: 3 })
    const cell = { columnId: sheet.name }
    expect(list.map(({ size, cells }) => ({ size, cells }))).toEqual([
      { size: 1, cells: [] },
      {
        size: 3,
        cells: [
          { ...cell, rowId: 1, row: 'A', before: 'Firm 1', after: 'A' },
          // It is in the trash by now.
          { ...cell, rowId: 2, row: 'Row 2', before: 'Firm 2', after: 'B' },
        ],
      },
      { size: 1, cells: [{ rowId: 2, row: 'Row 2', columnId: sheet.size, before: 20, after: 21 }] },
    ])
  })
})
