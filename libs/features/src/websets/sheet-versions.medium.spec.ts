import { randomUUID } from 'node:crypto'
import type { Principal } from '@enrichify/domain'
import { describe, expect, it } from 'vitest'
import { useCommandBench, type Sheet } from '../testing/command-bench.ts'
import { fillSheet } from '../testing/fill-sheet.ts'
import { CommandsService } from './commands.service.ts'
import { RowsService } from './rows.service.ts'
import { VerdictsService } from './verdicts.service.ts'

const bench = useCommandBench()
const { member, query, openSheet, byRun, run, edit, undo, redo, version, told } = bench

const since = (who: Principal, { websetId }: Pick<Sheet, 'websetId'>, after: number) =>
  bench.services.get(CommandsService).since(who, websetId, after)
const ids = (...list: number[]) => ({ kind: 'ids' as const, ids: list })

describe('what a page has missed', () => {
  it('is the rows with changed cells, whole, and whether rows or columns came or went', async () => {
    const who = await member()
    const sheet = await openSheet(who)
    const { websetId, name, size, phone, shout } = sheet
    let last = await version(who, sheet)
    const missed = async () => {
      const { version: now, changed, rows, columns, total } = await since(who, sheet, last)
      // One transaction, one version.
      expect(now).toBe(last + 1)
      last = now
      return { ids: changed!.map(({ id }) => id), rows, columns, total }
    }
    const nothing = { ids: [], rows: false, columns: false, total: 5 }
    expect(await since(who, sheet, last)).toEqual({ version: last, changed: [], rows: false, columns: false, total: 5 })

    const edited = await edit(who, sheet, 2, name, 'Alder')
    expect(await missed()).toEqual({ ...nothing, ids: [2] })
    expect((await since(who, sheet, last - 1)).changed).toEqual([
      {
        id: 2,
        cells: { [name]: 'Alder', [size]: 20, [phone]: '+14155550102', [shout]: 'FIRM 2' },
        marks: {
          // The name says which firm is meant, so whatever was found about it is stale.
          [phone]: { state: 'cited', candidates: 1, conflict: true, stale: true },
          [shout]: { state: 'asserted', stale: true },
        },
      },
    ])
    await undo(who, sheet, edited)
    expect(await missed()).toEqual({ ...nothing, ids: [2] })
    await byRun(who, websetId, [
      { rowId: 1, columnId: phone, value: null, state: 'empty', empty: 'not_on_page' },
      { rowId: 3, columnId: phone, value: '+14155550133', state: 'cited', empty: null },
    ])
    expect(await missed()).toEqual({ ...nothing, ids: [1, 3] })
    await run(who, websetId, 'cells.clear', { rows: ids(4, 5), columnIds: [name] })
    expect(await missed()).toEqual({ ...nothing, ids: [4, 5] })
    const added = await run(who, websetId, 'rows.add', { rows: [{ c1: 'New' }] })
    expect(await missed()).toEqual({ ...nothing, rows: true, total: 6 })
    await undo(who, sheet, added)
    expect(await missed()).toEqual({ ...nothing, rows: true, total: 5 })
    await run(who, websetId, 'column.update', { columnId: size, change: { kind: 'text' } })
    expect(await missed()).toEqual({ ...nothing, ids: [1, 2, 3, 4, 5], columns: true })
    await run(who, websetId, 'webset.rename', { name: 'Customers' })
    expect(await missed()).toEqual({ ...nothing, columns: true })
    // A mark without a change of a value: there is nothing to name, so the rows are read again.
    await bench.services.get(VerdictsService).judge(who, websetId, 3, phone, { verdict: 'wrong' })
    expect(await missed()).toEqual({ ...nothing, rows: true })
    // A deleted row is not among the changed ones.
    await edit(who, sheet, 5, name, 'Elm')
    await run(who, websetId, 'rows.delete', { rows: ids(5) })
    expect((await since(who, sheet, last)).changed).toEqual([])
  })

  it('is everything when it is too much, and when the page is ahead of the sheet', async () => {
    const who = await member()
    const websetId = await fillSheet(
      bench.services,
      who,
      Array.from({ length: 501 }, (_, at): [string, number] => ['x', at]),
    )
    const editFirst = (count: number) =>
      run(who, websetId, 'cells.edit', {
        edits: Array.from({ length: count }, (_, at) => ({ rowId: at + 1, columnId: 'c1', text: `${count}` })),
      })
    await editFirst(500)
    expect((await since(who, { websetId }, 0)).changed).toHaveLength(500)
    await editFirst(501)
    expect((await since(who, { websetId }, 0)).changed).toBeNull()
    // As after a backup was brought back.
    expect(await since(who, { websetId }, 99)).toEqual({
      version: 2,
      changed: null,
      rows: true,
      columns: true,
      total: 501,
    })
  })
})

describe('events', () => {
  it('name version, page and person, and what changed, each transaction once and in order', async () => {
    const who = await member()
    const sheet = await openSheet(who)
    const { websetId, name, phone, shout } = sheet
    const first = await version(who, sheet)
    const page = { clientId: 'my page' }
    const origin = { clientId: 'my page', by: 'Member manager', userId: who.userId }
    const edited = await edit(who, sheet, 1, name, 'Alder', page)
    await bench.services.get(CommandsService).undo(who, websetId, edited.actionId!, { clientId: 'my other page' })
    const added = await run(who, websetId, 'rows.add', { rows: [{ c1: 'New' }] }, page)
    await run(who, websetId, 'rows.delete', { rows: ids(1, added.rows![0]!.id) }, page)
    await run(who, websetId, 'column.add', { name: 'Note' }, page)
    await byRun(who, websetId, [{ rowId: 2, columnId: shout, value: 'X', state: 'asserted', empty: null }])
    const nothing = { cells: [], rows: null, columns: false, total: null, reverted: null }
    const fresh = [
      {
        rowId: 1,
        columnId: phone,
        value: '+14155550101',
        mark: { state: 'cited', candidates: 1, conflict: true },
      },
      { rowId: 1, columnId: shout, value: 'FIRM 1', mark: { state: 'asserted' } },
    ]
    const nameOf = (value: string) => ({ rowId: 1, columnId: name, value, mark: { state: null } })
    const [editing, ...others] = told(websetId)
    // Without cells when it was gathered with the next, which has the same ones.
    expect(editing).toMatchObject({ ...nothing, version: first + 1, ...origin, cells: expect.anything() as unknown })
    expect(others).toEqual([
      {
        ...nothing,
        version: first + 2,
        ...origin,
        clientId: 'my other page',
        reverted: edited.actionId,
        cells: [...fresh, nameOf('Firm 1')],
      },
      { ...nothing, version: first + 3, ...origin, rows: { added: [6], removed: [] }, total: 6 },
      { ...nothing, version: first + 4, ...origin, rows: { added: [], removed: [1, 6] }, total: 4 },
      { ...nothing, version: first + 5, ...origin, columns: true },
      {
        ...nothing,
        version: first + 6,
        clientId: null,
        by: null,
        userId: null,
        cells: [{ rowId: 2, columnId: shout, value: 'X', mark: { state: 'asserted' } }],
      },
    ])
  })

  it('leave nothing out: a page that goes by them has what the sheet has', async () => {
    const who = await member()
    const sheet = await openSheet(who)
    const { websetId, name, phone, shout } = sheet
    const shown = new Map((await rowsOf(who, websetId)).map((row) => [row.id, row]))
    const first = await edit(who, sheet, 1, name, 'Alder')
    await edit(who, sheet, 2, shout, 'BY HAND')
    await run(who, websetId, 'cells.edit', { edits: [{ rowId: 2, columnId: shout, release: true }] })
    await run(who, websetId, 'cells.clear', { rows: ids(3), columnIds: [name, phone] })
    await undo(who, sheet, first)
    await redo(who, sheet, first)
    await byRun(who, websetId, [{ rowId: 1, columnId: shout, value: 'ALDER', state: 'asserted', empty: null }])
    await bench.services.get(VerdictsService).judge(who, websetId, 4, phone, { verdict: 'wrong' })
    for (const { cells } of told(websetId))
      for (const { rowId, columnId, value, mark } of cells!) {
        const row = shown.get(rowId)!
        if (value === null) delete row.cells[columnId]
        else row.cells[columnId] = value
        if (mark.state === null) delete row.marks[columnId]
        else row.marks[columnId] = mark
      }
    expect([...shown.values()]).toEqual(await rowsOf(who, websetId))
  })
})
const rowsOf = async (who: Principal, websetId: string) =>
  (await bench.services.get(RowsService).window(who, websetId, { limit: 100 })).rows

describe('commands at the same time', () => {
  it('on the same cells neither share a version, nor skip one, nor wait for each other for ever', async () => {
    const who = await member()
    const other = await member('editor', who)
    const sheet = await openSheet(who, 12)
    const { websetId, name, size, phone, shout } = sheet
    const before = await version(who, sheet)
    const text = () => randomUUID().slice(0, 8)
    /** Cells of all rows, in another order each time. */
    const edits = (round: number) =>
      Array.from({ length: 12 }, (_, at) => ((at * 5 + round * 7) % 12) + 1).flatMap((rowId) => [
        { rowId, columnId: name, text: text() },
        { rowId, columnId: shout, text: text() },
      ])
    const answers = []
    for (let round = 0; round < 4; round++) {
      const undoable = await run(who, websetId, 'cells.edit', { edits: edits(round) })
      const wave = Array.from({ length: 20 }, (_, at) => {
        const by = at % 2 ? who : other
        switch (at % 10) {
          case 0:
            return run(by, websetId, 'rows.add', { rows: [{ c1: text() }] })
          case 1:
            return run(by, websetId, 'column.update', {
              columnId: shout,
              change: { plan: { method: 'formula', formula: `{Name} & "${text()}"`, condition: null } },
            })
          case 2:
            return run(by, websetId, 'column.update', {
              columnId: [name, size, phone][at % 3]!,
              change: { position: at % 4 },
            })
          case 3:
            return run(by, websetId, 'cells.clear', { rows: ids(12, 3, 7), columnIds: [shout, name] })
          case 4:
            return run(by, websetId, 'rows.delete', { rows: ids(9, 2) })
          case 5:
            return run(by, websetId, 'rows.restore', { rows: null })
          case 6:
            return undo(by, sheet, undoable)
          case 7:
            return run(by, websetId, 'column.add', { name: 'More', kind: 'text' })
          default:
            return run(by, websetId, 'cells.edit', { edits: edits(at) })
        }
      })
      answers.push(undoable, ...(await Promise.all(wave)))
    }
    const made = answers.filter(({ actionId }) => actionId).map((answer) => answer.version)
    const after = await version(who, sheet)
    expect(new Set(made).size).toBe(made.length)
    expect(made.toSorted((a, b) => a - b)).toEqual(Array.from({ length: after - before }, (_, at) => before + 1 + at))
    expect(
      told(websetId)
        .map((change) => change.version)
        .toSorted((a, b) => a - b),
    ).toEqual(made.toSorted((a, b) => a - b))
    // Each change of a cell says what was there before it, and carries the version of its command.
    expect(
      await query(
        who,
        `select count(*) as broken
         from (
           select before, version, lag(after) over cell as earlier, lag(version) over cell as earlier_version
           from changes
           where webset_id = $1
           window cell as (partition by row_id, column_id order by id)
         ) c
         where earlier_version is not null and (before is distinct from earlier or version <= earlier_version)`,
        [websetId],
      ),
    ).toEqual([{ broken: 0 }])
    const [counted] = await query(
      who,
      `select w.row_count as rows, w.deleted_rows as trash,
         count(*) filter (where r.deleted_at is null) as really, count(r.deleted_at) as "reallyTrash",
         (select count(distinct position) from columns c where c.webset_id = w.id) as positions,
         (select count(*) from columns c where c.webset_id = w.id) as columns
       from websets w
       join rows r on r.webset_id = w.id
       where w.id = $1
       group by w.workspace_id, w.id`,
      [websetId],
    )
    expect(counted).toMatchObject({ rows: counted!.really, trash: counted!.reallyTrash, positions: counted!.columns })
  })
})
