import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Applied } from '@enrichify/contracts'
import type { Principal } from '@enrichify/domain'
import { describe, expect, it } from 'vitest'
import { ImportsService } from '../imports/imports.service.ts'
import { useCommandBench, type Sheet } from '../testing/command-bench.ts'
import { CellsService } from './cells.service.ts'
import { CommandsService } from './commands.service.ts'

const bench = useCommandBench()
const { member, openSheet, byRun, run, edit, undo, redo, snapshot } = bench

type Done = Pick<Applied, 'actionId'>
interface Kind {
  act: (who: Principal, sheet: Sheet) => Promise<Done>
  before?: (who: Principal, sheet: Sheet) => Promise<unknown>
  /** Its rows or columns are in the trash after an undo, and did not exist before. */
  adds?: true
}
const update =
  (column: 'name' | 'size' | 'phone' | 'shout', change: object): Kind['act'] =>
  (who, sheet) =>
    run(who, sheet.websetId, 'column.update', { columnId: sheet[column], change })
const clear = (who: Principal, { websetId, phone, name }: Sheet) =>
  run(who, websetId, 'cells.clear', { rows: { kind: 'ids', ids: [1, 3] }, columnIds: [name, phone] })

const KINDS: Record<string, Kind> = {
  'cells.edit': {
    act: (who, { websetId, name, size, phone, shout }) =>
      run(who, websetId, 'cells.edit', {
        edits: [
          { rowId: 1, columnId: name, text: 'Other' },
          { rowId: 2, columnId: size, text: '' },
          { rowId: 2, columnId: phone, text: '+1 415 555 0199' },
          { rowId: 3, columnId: phone, text: '' },
          { rowId: 3, columnId: shout, value: 'BY HAND' },
          { rowId: 3, columnId: name, value: 'Third' },
        ],
      }),
  },
  'cells.edit that releases': {
    before: (who, sheet) => edit(who, sheet, 1, sheet.phone, '+1 415 555 0199'),
    act: (who, { websetId, phone }) =>
      run(who, websetId, 'cells.edit', {
        edits: [1, 2].map((rowId) => ({ rowId, columnId: phone, release: true })),
      }),
  },
  'cells.edit of an input that changed twice': {
    before: (who, sheet) => edit(who, sheet, 1, sheet.name, 'Once'),
    act: (who, sheet) => edit(who, sheet, 1, sheet.name, 'Twice'),
  },
  'cells.clear': { act: clear },
  'cells.judge': {
    act: (who, { websetId, phone }) =>
      run(who, websetId, 'cells.judge', { rowId: 2, columnId: phone, verdict: 'wrong' }),
  },
  'cells.judge that takes back what was said': {
    before: (who, { websetId, phone }) =>
      run(who, websetId, 'cells.judge', { rowId: 2, columnId: phone, verdict: 'wrong' }),
    act: (who, { websetId, phone }) => run(who, websetId, 'cells.judge', { rowId: 2, columnId: phone, verdict: null }),
  },
  'rows.add': {
    adds: true,
    act: (who, { websetId }) => run(who, websetId, 'rows.add', { rows: [{ c1: 'New' }, {}, { c2: 5 }] }),
  },
  'rows.delete': {
    before: (who, { websetId }) => run(who, websetId, 'rows.delete', { rows: { kind: 'ids', ids: [2] } }),
    act: (who, { websetId }) => run(who, websetId, 'rows.delete', { rows: { kind: 'ids', ids: [1, 2, 5] } }),
  },
  'rows.restore': {
    before: (who, { websetId }) => run(who, websetId, 'rows.delete', { rows: { kind: 'ids', ids: [1, 3, 4] } }),
    act: (who, { websetId }) => run(who, websetId, 'rows.restore', { rows: { kind: 'ids', ids: [3, 5] } }),
  },
  'rows.restore of all': {
    before: (who, { websetId }) => run(who, websetId, 'rows.delete', { rows: { kind: 'ids', ids: [1, 3, 4] } }),
    act: (who, { websetId }) => run(who, websetId, 'rows.restore', { rows: null }),
  },
  'column.add': {
    adds: true,
    act: (who, { websetId }) => run(who, websetId, 'column.add', { name: 'Note', kind: 'text' }),
  },
  'column.update of name, width and options': {
    act: update('size', { name: 'Employees', width: 90, settings: { decimals: 2 } }),
  },
  'column.update of the width alone': { act: update('size', { width: 90 }) },
  'column.update of a formula': {
    act: update('shout', { plan: { method: 'formula', formula: 'LOWER({Name})', condition: null } }),
  },
  'column.update of the type': {
    before: (who, sheet) => edit(who, sheet, 2, sheet.name, '12'),
    act: update('name', { kind: 'number' }),
  },
  'column.update of the place': {
    before: (who, { websetId, size }) => run(who, websetId, 'column.delete', { columnId: size }),
    act: update('phone', { position: 0 }),
  },
  'column.delete': {
    act: (who, { websetId, phone }) => run(who, websetId, 'column.delete', { columnId: phone }),
  },
  'column.restore': {
    before: (who, { websetId, phone }) => run(who, websetId, 'column.delete', { columnId: phone }),
    act: (who, { websetId, phone }) => run(who, websetId, 'column.restore', { columnId: phone }),
  },
  'webset.rename': { act: (who, { websetId }) => run(who, websetId, 'webset.rename', { name: 'Customers' }) },
  changeset: {
    adds: true,
    act: (who, { websetId, name, phone }) =>
      bench.services.get(CommandsService).apply(who, websetId, 'changeset', {
        title: 'Two things',
        messageId: randomUUID(),
        changes: [
          { kind: 'addColumn', name: 'Leader', columnKind: 'text', question: 'Who leads it?', fact: null },
          {
            kind: 'editCells',
            edits: [
              { rowId: 1, columnId: name, text: 'Alder', before: 'Firm 1', beforeState: null },
              { rowId: 1, columnId: phone, text: '', before: '+1 415-555-0101', beforeState: 'cited' },
            ],
          },
        ],
      }),
  },
  import: {
    adds: true,
    act: async (who, { websetId }) => {
      const imports = bench.services.get(ImportsService)
      const body = Readable.from([Buffer.from('Name,Mail\nNew,a@b.example\nNewer,c@d.example')])
      await imports.start(who, websetId, await imports.upload(who, { name: 'more.csv', body }), {})
      await bench.services.idle()
      const [latest] = await bench.services.get(CommandsService).list(who, websetId, { mine: true, limit: 1 })
      return { actionId: latest!.id }
    },
  },
}

describe('undo and redo bring back whole', () => {
  it.each(Object.entries(KINDS))('%s', async (_name, { act, before, adds }) => {
    const who = await member()
    const sheet = await openSheet(who)
    await before?.(who, sheet)
    const first = await snapshot(who, sheet)
    const done = await act(who, sheet)
    const then = await snapshot(who, sheet)
    expect(then).not.toEqual(first)
    const expected = adds ? { sheet: first.sheet } : first
    for (let round = 0; round < 2; round++) {
      const undone = await undo(who, sheet, done)
      expect(undone).toMatchObject({ actionId: done.actionId, refused: [] })
      expect(undone.size).toBeGreaterThan(0)
      expect(await snapshot(who, sheet)).toMatchObject(expected)
      const redone = await redo(who, sheet, done)
      expect(redone).toMatchObject({ actionId: done.actionId, version: undone.version + 1, refused: [] })
      expect(await snapshot(who, sheet)).toEqual(then)
    }
    await undo(who, sheet, done)
    expect(await snapshot(who, sheet)).toMatchObject(expected)
  })

  it('with the cells, rows and columns that changed in the answer', async () => {
    const who = await member()
    const sheet = await openSheet(who)
    const cleared = await clear(who, sheet)
    expect(cleared).toMatchObject({ size: 4, label: 'clearing 4 cells' })
    expect((await undo(who, sheet, cleared)).cells).toEqual(
      expect.arrayContaining([
        { rowId: 1, columnId: sheet.name, value: 'Firm 1', mark: { state: null } },
        {
          rowId: 3,
          columnId: sheet.phone,
          value: '+14155550103',
          mark: { state: 'cited', candidates: 1, conflict: true },
        },
        // It was stale while its input was gone.
        { rowId: 1, columnId: sheet.shout, value: 'FIRM 1', mark: { state: 'asserted' } },
      ]),
    )
    const deleted = await run(who, sheet.websetId, 'rows.delete', { rows: { kind: 'ids', ids: [2] } })
    expect(deleted.rows).toEqual([])
    expect((await undo(who, sheet, deleted)).rows).toMatchObject([{ id: 2, cells: { c1: 'Firm 2' } }])
    const gone = await run(who, sheet.websetId, 'column.delete', { columnId: sheet.size })
    expect(gone.columns).toEqual([])
    expect((await undo(who, sheet, gone)).columns).toMatchObject([{ id: sheet.size, name: 'Size', position: 1 }])
  })

  it('with the cells that a change of type converted in its size, so that a large one is asked about', async () => {
    const who = await member()
    const sheet = await openSheet(who)
    const done = await update('size', { kind: 'text' })(who, sheet)
    expect(done).toMatchObject({ size: 6 })
    expect(await undo(who, sheet, done)).toMatchObject({ size: 6 })
  })

  it('one after the other, in the order of last things first', async () => {
    const who = await member()
    const sheet = await openSheet(who)
    const moments = [await snapshot(who, sheet)]
    const done: Done[] = []
    for (const name of ['cells.edit', 'cells.clear', 'rows.delete', 'column.update of the type', 'column.delete']) {
      done.push(await KINDS[name]!.act(who, sheet))
      moments.push(await snapshot(who, sheet))
    }
    for (const action of done.toReversed()) {
      moments.pop()
      await undo(who, sheet, action)
      expect(await snapshot(who, sheet)).toEqual(moments.at(-1))
    }
  })
})

describe('a cell that goes back to its answer', () => {
  it('is stale if its input has changed meanwhile, and fresh when that is taken back too', async () => {
    const who = await member()
    const sheet = await openSheet(who)
    const cell = async () => (await bench.services.get(CellsService).cell(who, sheet.websetId, 1, sheet.shout)).mark
    const byHand = await edit(who, sheet, 1, sheet.shout, 'BY HAND')
    const input = await edit(who, sheet, 1, sheet.name, 'Alder')
    expect(await cell()).toEqual({ state: 'human' })
    await undo(who, sheet, byHand)
    expect(await cell()).toEqual({ state: 'asserted', stale: true })
    await undo(who, sheet, input)
    expect(await cell()).toEqual({ state: 'asserted' })
    await redo(who, sheet, input)
    expect(await cell()).toEqual({ state: 'asserted', stale: true })
  })

  it('stays stale as long as one of two changes is left', async () => {
    const who = await member()
    const sheet = await openSheet(who)
    const isStale = async () =>
      (await bench.services.get(CellsService).cell(who, sheet.websetId, 1, sheet.shout)).mark.stale ?? false
    const plan = await update('shout', {
      plan: { method: 'formula', formula: '{Name} & {Size}', condition: null },
    })(who, sheet)
    const name = await edit(who, sheet, 1, sheet.name, 'Alder')
    const size = await edit(who, sheet, 1, sheet.size, '11')
    const seen: boolean[] = []
    for (const action of [name, plan, size]) {
      await undo(who, sheet, action)
      seen.push(await isStale())
    }
    // Also where the plan that is there by now does not know the size.
    expect(seen).toEqual([true, true, false])
  })

  it('is stale if a run answered it with what is taken back', async () => {
    const who = await member()
    const sheet = await openSheet(who)
    const mark = async () => (await bench.services.get(CellsService).cell(who, sheet.websetId, 1, sheet.shout)).mark
    const input = await edit(who, sheet, 1, sheet.name, 'Alder')
    const shouted = { rowId: 1, columnId: sheet.shout, value: 'ALDER', state: 'asserted' as const, empty: null }
    await byRun(who, sheet.websetId, [shouted])
    expect(await mark()).toEqual({ state: 'asserted' })
    await undo(who, sheet, input)
    expect(await mark()).toEqual({ state: 'asserted', stale: true })
    await redo(who, sheet, input)
    expect(await mark()).toEqual({ state: 'asserted' })
  })
})
