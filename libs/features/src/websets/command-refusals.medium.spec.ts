import { randomUUID } from 'node:crypto'
import { commandBody } from '@enrichify/contracts'
import { describe, expect, it } from 'vitest'
import { useCommandBench } from '../testing/command-bench.ts'
import { CommandsService } from './commands.service.ts'

const bench = useCommandBench()
const { member, openSheet, byRun, run, edit, undo, redo, version, snapshot, told } = bench

const list = async (...[who, { websetId }]: Parameters<typeof version>) =>
  bench.services.get(CommandsService).list(who, websetId, { mine: false, limit: 50 })

describe('what cannot be', () => {
  it('is refused part by part, in words that follow its name', async () => {
    const who = await member()
    const sheet = await openSheet(who)
    const { websetId, name, size, phone } = sheet
    await run(who, websetId, 'rows.delete', { rows: { kind: 'ids', ids: [2] } })
    const answer = await run(who, websetId, 'cells.edit', {
      edits: [
        { rowId: 1, columnId: 'c99', text: 'x' },
        { rowId: 1, columnId: size, text: 'many' },
        { rowId: 1, columnId: phone, text: 'no number' },
        { rowId: 2, columnId: name, text: 'in the trash' },
        { rowId: 999, columnId: name, text: 'of another webset' },
        { rowId: 3, columnId: name, text: 'good' },
      ],
    })
    expect(answer).toMatchObject({ size: 1, label: 'editing Name of “good”' })
    expect(answer.refused.map(({ rowId, columnId, reason, detail }) => [rowId, columnId, reason, detail])).toEqual([
      [1, 'c99', 'gone', 'is not a column of this webset'],
      [1, size, 'not_valid', expect.stringMatching(/^is not a number/)],
      [1, phone, 'not_valid', expect.stringMatching(/phone number/)],
      [2, name, 'gone', 'is in a row that was deleted by you'],
      [999, name, 'gone', 'is in a row that was deleted'],
    ])
    expect((await run(who, websetId, 'rows.add', { rows: [{}, { c99: 'x', [size]: 'many' }] })).refused).toMatchObject([
      { index: 1, columnId: 'c99', detail: 'is not a column of this webset' },
      { index: 1, columnId: size, reason: 'not_valid' },
    ])
    const nowhere = { rows: { kind: 'ids' as const, ids: [1] }, columnIds: ['c99'] }
    expect(await run(who, websetId, 'cells.clear', nowhere)).toMatchObject({
      actionId: null,
      refused: [{ rowId: null, columnId: 'c99', reason: 'gone' }],
    })
    expect(await run(who, websetId, 'rows.delete', { rows: { kind: 'ids', ids: [2, 999] } })).toMatchObject({
      actionId: null,
      size: 0,
    })
  })

  it('is refused as a whole where it is one thing, and leaves nothing behind', async () => {
    const who = await member()
    const sheet = await openSheet(who)
    const { websetId, name, phone } = sheet
    const before = await snapshot(who, sheet)
    const at = await version(who, sheet)
    const known = await list(who, sheet)
    const change = (columnId: string, wanted: object) =>
      run(who, websetId, 'column.update', { columnId, change: wanted })
    const formula = (text: string) => ({ method: 'formula' as const, formula: text, condition: null })
    await expect(change('c99', { name: 'x' })).rejects.toMatchObject({ code: 'column_not_found' })
    await expect(change(name, { question: 'Who?' })).rejects.toMatchObject({ code: 'not_a_question' })
    await expect(change(phone, { kind: 'number' })).rejects.toMatchObject({ code: 'fact_type' })
    await expect(run(who, websetId, 'column.add', { plan: formula('LEFT(') })).rejects.toMatchObject({
      code: 'bad_formula',
    })
    await expect(run(who, websetId, 'column.add', { plan: formula('{Nothing}') })).rejects.toMatchObject({
      code: 'unknown_column',
    })
    await expect(run(who, websetId, 'column.restore', { columnId: 'c99' })).rejects.toMatchObject({ kind: 'not_found' })
    expect(await snapshot(who, sheet)).toEqual(before)
    expect([await version(who, sheet), await list(who, sheet)]).toEqual([at, known])
  })

  it('is stopped at the door: too many edits, kinds that are none, ids that are none', () => {
    const commandId = randomUUID()
    const isAllowed = (command: object) => commandBody.safeParse({ commandId, ...command }).success
    const edits = (count: number) => ({
      kind: 'cells.edit',
      payload: { edits: Array.from({ length: count }, () => ({ rowId: 1, columnId: 'c1', text: '' })) },
    })
    expect([0, 1, 10_000, 10_001].map((count) => isAllowed(edits(count)))).toEqual([false, true, true, false])
    expect(isAllowed({ ...edits(1), commandId: 'x' })).toBe(false)
    // Commands of the server: a client cannot choose values without evidence, or undo by sending rows.
    for (const kind of ['cells.choose', 'changeset', 'import', 'undo', 'rows.destroy'])
      expect(isAllowed({ kind, payload: {} })).toBe(false)
    expect(isAllowed({ kind: 'rows.delete', payload: { rows: { kind: 'ids', ids: [] } } })).toBe(false)
    expect(isAllowed({ kind: 'webset.rename', payload: { name: '' } })).toBe(false)
  })

  it('is not a value in a column of formulas: a person may know better, and runs leave it alone', async () => {
    const who = await member()
    const sheet = await openSheet(who)
    expect(await edit(who, sheet, 1, sheet.shout, 'BY HAND')).toMatchObject({
      cells: [{ columnId: sheet.shout, value: 'BY HAND', mark: { state: 'human' } }],
      refused: [],
    })
    expect(
      await byRun(who, sheet.websetId, [{ columnId: sheet.shout, value: 'FIRM 1', state: 'asserted', empty: null }]),
    ).toEqual({ written: [], kept: 1 })
  })

  it('is nothing at all: what is so already makes no version, no action and no event', async () => {
    const who = await member()
    const sheet = await openSheet(who)
    const { websetId, name } = sheet
    const before = await version(who, sheet)
    const answers = [
      await edit(who, sheet, 1, name, 'Firm 1'),
      await run(who, websetId, 'webset.rename', { name: 'Firms' }),
      await run(who, websetId, 'column.update', {
        columnId: name,
        change: { name: 'Name', position: 0, kind: 'text' },
      }),
      await run(who, websetId, 'column.restore', { columnId: name }),
      await run(who, websetId, 'rows.restore', { rows: null }),
    ]
    for (const answer of answers)
      expect(answer).toMatchObject({ actionId: null, size: 0, version: before, refused: [] })
    expect(await version(who, sheet)).toBe(before)
    expect(told(websetId)).toEqual([])
  })
})

describe('a sheet', () => {
  it('is changed by those who may, and by no one of another workspace', async () => {
    const who = await member()
    const viewer = await member('viewer', who)
    const stranger = await member()
    const sheet = await openSheet(who)
    const done = await edit(who, sheet, 1, sheet.name, 'Alder')
    const before = await snapshot(who, sheet)
    const since = (by: typeof who) => bench.services.get(CommandsService).since(by, sheet.websetId, 0)
    for (const attempt of [
      () => edit(viewer, sheet, 1, sheet.name, 'Birch'),
      () => undo(viewer, sheet, done),
      () => redo(viewer, sheet, done),
      () => bench.services.get(CommandsService).undoLast(viewer, sheet.websetId),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' })
    expect((await since(viewer)).version).toBe(done.version)
    for (const attempt of [
      () => edit(stranger, sheet, 1, sheet.name, 'Birch'),
      () => undo(stranger, sheet, done),
      () => redo(stranger, sheet, done),
      () => list(stranger, sheet),
      () => since(stranger),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'webset_not_found' })
    // Nor through a webset of their own.
    const own = await openSheet(stranger)
    await expect(undo(stranger, own, done)).rejects.toMatchObject({ code: 'action_not_found' })
    expect(await snapshot(who, sheet)).toEqual(before)
  })
})
