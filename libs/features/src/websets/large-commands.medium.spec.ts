import { randomUUID } from 'node:crypto'
import type { Principal } from '@enrichify/domain'
import { beforeAll, describe, expect, it } from 'vitest'
import { useCommandBench } from '../testing/command-bench.ts'
import { fillSheet } from '../testing/fill-sheet.ts'
import { RowsService, type RowsQuery } from './rows.service.ts'

const bench = useCommandBench()
const { member, query, run, undo, redo, version, snapshot, told } = bench

const COUNT = 12_000
let who: Principal
let sheet: { websetId: string }
beforeAll(async () => {
  who = await member()
  const rows = Array.from({ length: COUNT }, (_, at): [string, number] => [`Firm ${at % 100}`, at])
  sheet = { websetId: await fillSheet(bench.services, who, rows) }
})

const window = (more: Partial<RowsQuery> = {}) =>
  bench.services.get(RowsService).window(who, sheet.websetId, { limit: 10, ...more })
/** All rows of a view as it is now, but some. */
const view = async (except: number[] = [], more: Partial<RowsQuery> = {}) => ({
  kind: 'view' as const,
  orderId: (await window(more)).order.id,
  except,
})
const count = async (condition: string) =>
  (await query(who, `select count(*) as rows from rows where webset_id = $1 and ${condition}`, [sheet.websetId]))[0]!
    .rows
const LIVE = 'deleted_at is null'

describe('a whole view of 12,000 rows but some', () => {
  it('is cleared as one action, and brought back whole', async () => {
    const first = await snapshot(who, sheet)
    const cleared = await run(who, sheet.websetId, 'cells.clear', {
      rows: await view([1, 7000, COUNT]),
      columnIds: ['c1', 'c2'],
    })
    const cells = 2 * (COUNT - 3)
    expect(cleared).toMatchObject({ size: cells, label: 'clearing 23,994 cells', cells: null, rows: [], refused: [] })
    expect(told(sheet.websetId)).toMatchObject([{ version: cleared.version, cells: null, rows: null }])
    expect(await count(`cells <> '{}'`)).toBe(3)
    const then = await snapshot(who, sheet)
    // The history is complete, in one version, and has each cell once.
    expect(
      await query(
        who,
        `select count(*) as changes, count(distinct (row_id, column_id)) as cells, min(version) as first,
           max(version) as last
         from changes
         where action_id = $1`,
        [cleared.actionId],
      ),
    ).toEqual([{ changes: cells, cells, first: cleared.version, last: cleared.version }])
    const undone = await undo(who, sheet, cleared)
    expect(undone).toMatchObject({ size: cells, version: cleared.version + 1, cells: null, refused: [] })
    expect(await snapshot(who, sheet)).toEqual(first)
    await redo(who, sheet, cleared)
    expect(await snapshot(who, sheet)).toEqual(then)
    await undo(who, sheet, cleared)
    expect(await snapshot(who, sheet)).toEqual(first)
  })

  it('is deleted and restored as one action, and what is in the trash comes back at once', async () => {
    const first = await snapshot(who, sheet)
    const deleted = await run(who, sheet.websetId, 'rows.delete', { rows: await view([2, 3]) })
    expect(deleted).toMatchObject({ size: COUNT - 2, label: 'deleting 11,998 rows', rows: null })
    expect(told(sheet.websetId)).toMatchObject([{ rows: 'many', total: 2 }])
    expect((await window()).rows.map(({ id }) => id)).toEqual([2, 3])
    expect(await undo(who, sheet, deleted)).toMatchObject({ size: COUNT - 2, rows: null, refused: [] })
    expect(await snapshot(who, sheet)).toEqual(first)
    await redo(who, sheet, deleted)
    const restored = await run(who, sheet.websetId, 'rows.restore', { rows: null })
    expect(restored).toMatchObject({ size: COUNT - 2, label: 'restoring 11,998 rows' })
    expect(await snapshot(who, sheet)).toEqual(first)
    await undo(who, sheet, restored)
    expect(await count(LIVE)).toBe(2)
    await run(who, sheet.websetId, 'rows.restore', { rows: null })
  })

  it('is the same where its rows are scattered', async () => {
    const first = await snapshot(who, sheet)
    const rows = await view([], { filter: [{ column: 'c2', op: 'not_empty' }], search: '7' })
    const { total } = await window({ search: '7' })
    for (const act of [
      () => run(who, sheet.websetId, 'cells.clear', { rows, columnIds: ['c2'] }),
      () => run(who, sheet.websetId, 'rows.delete', { rows }),
    ]) {
      const done = await act()
      expect(done.size).toBe(total)
      await undo(who, sheet, done)
      expect(await snapshot(who, sheet)).toEqual(first)
    }
  })

  it('keeps what someone else wrote in one of its cells out of the undo', async () => {
    const other = await member('editor', who)
    const cleared = await run(who, sheet.websetId, 'cells.clear', { rows: await view(), columnIds: ['c1'] })
    await run(other, sheet.websetId, 'cells.edit', { edits: [{ rowId: 9000, columnId: 'c1', text: 'Theirs' }] })
    expect(await undo(who, sheet, cleared)).toMatchObject({
      size: COUNT - 1,
      refused: [{ rowId: 9000, columnId: 'c1', reason: 'changed_since', theirs: { value: 'Theirs' } }],
    })
    expect(await count(`cells ->> 'c1' like 'Firm %'`)).toBe(COUNT - 1)
  })

  it('refuses cells that others changed since, as many as there are', async () => {
    const other = await member('editor', who)
    const baseVersion = await version(who, sheet)
    const cell = { columnId: 'c2', text: '-1' }
    const edits = Array.from({ length: 2500 }, (_, at) => ({ rowId: at + 1, ...cell }))
    await run(other, sheet.websetId, 'cells.edit', { edits })
    const cleared = await run(
      who,
      sheet.websetId,
      'cells.clear',
      { rows: await view(), columnIds: ['c2'] },
      { baseVersion },
    )
    // Listed up to a limit; none of them is overwritten.
    expect([cleared.size, cleared.refused.length]).toEqual([COUNT - 2500, 1000])
    expect(await count(`cells -> 'c2' = '-1'`)).toBe(2500)
    await undo(who, sheet, cleared)
  })
})

describe('the rows of a view', () => {
  it('are those that were shown: not rows that came later, and not those of its filter by now', async () => {
    const filter = [{ column: 'c1', op: 'equals' as const, value: 'Firm 7' }]
    const shown = await view([], { filter, sort: 'c2:desc' })
    const list = await view()
    const added = await run(who, sheet.websetId, 'rows.add', { rows: [{ c1: 'Firm 7' }] })
    const moved = await run(who, sheet.websetId, 'cells.edit', {
      edits: [
        { rowId: 8, columnId: 'c1', text: 'Firm 8' },
        { rowId: 9, columnId: 'c1', text: 'Firm 7' },
      ],
    })
    const deleted = await run(who, sheet.websetId, 'rows.delete', { rows: shown })
    expect(deleted.size).toBe(COUNT / 100)
    expect(
      await query(
        who,
        'select deleted_at is null as live from rows where webset_id = $1 and id = any ($2) order by id',
        [sheet.websetId, [8, 9, added.rows![0]!.id]],
      ),
    ).toEqual([{ live: false }, { live: true }, { live: true }])
    const all = await run(who, sheet.websetId, 'rows.delete', { rows: list })
    expect((await window()).rows).toMatchObject([{ id: added.rows![0]!.id }])
    for (const action of [all, deleted, moved, added]) await undo(who, sheet, action)
  })

  it('are not guessed when their order is lost, or is that of another webset', async () => {
    const before = await snapshot(who, sheet)
    const sorted = await view([], { sort: 'c2:asc' })
    await query(who, 'delete from view_orders where id = $1', [sorted.orderId])
    const other = await fillSheet(bench.services, who, [['Other', 1]])
    const theirs = await bench.services.get(RowsService).window(who, other, { limit: 1 })
    for (const orderId of [sorted.orderId, theirs.order.id, randomUUID()]) {
      const rows = { kind: 'view' as const, orderId, except: [] }
      for (const attempt of [
        () => run(who, sheet.websetId, 'rows.delete', { rows }),
        () => run(who, sheet.websetId, 'cells.clear', { rows, columnIds: ['c1'] }),
        () => run(who, sheet.websetId, 'rows.restore', { rows }),
      ])
        await expect(attempt()).rejects.toMatchObject({
          code: 'order_gone',
          message: expect.stringContaining('Read it again') as string,
        })
    }
    expect(await snapshot(who, sheet)).toEqual(before)
  })
})
