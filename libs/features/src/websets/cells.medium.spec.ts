import { CellRepository, Database } from '@enrichify/database'
import type { Principal } from '@enrichify/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { runCell } from '../testing/run-cell.ts'
import { CellWriter } from './cell-writer.ts'
import { type RunCell } from './cell-writes.ts'
import { CellsService } from './cells.service.ts'
import { CommandsService } from './commands.service.ts'
import { RowsService } from './rows.service.ts'
import { WebsetsService } from './websets.service.ts'

let services: TestServices
beforeAll(async () => void (services = await openTestServices()))
afterAll(() => services.close())

const undone = async (who: Principal, websetId: string) =>
  (await services.get(CommandsService).undoLast(who, websetId)).undone
const RUN = '00000000-0000-4000-8000-000000000001'

async function setUp() {
  const who = await services.createMember()
  const { websetId } = await services.importText(who, 'name\nAcme\nBeta')
  const column = await services.get(WebsetsService).addColumn(who, websetId, { fact: 'phone' })
  const byRun = (cell: Partial<RunCell>, runId = RUN) =>
    services
      .get(Database)
      .inScope(who, (tx) =>
        services.get(CellWriter).writeByRun(tx, websetId, runId, [runCell({ columnId: column.id, ...cell })]),
      )
  const cell = (rowId = 1, columnId = column.id) => services.get(CellsService).cell(who, websetId, rowId, columnId)
  const edit = (text: string, rowId = 1, columnId = column.id) =>
    services.get(CellsService).edit(who, websetId, [{ rowId, columnId, text }])
  return { who, websetId, column, byRun, cell, edit }
}

describe('a cell', () => {
  it('keeps every change with who, before and after', async () => {
    const { byRun, cell, edit } = await setUp()
    await byRun({ value: '+14155550100', state: 'cited', empty: null })
    await edit('+1 415 555 0199')
    const { value, mark, history } = await cell()
    expect([value, mark.state]).toEqual(['+14155550199', 'human'])
    expect(
      history.map(({ actor, before, after, beforeState, afterState }) => [
        actor.kind,
        before,
        after,
        beforeState,
        afterState,
      ]),
    ).toEqual([
      ['person', '+14155550100', '+14155550199', 'cited', 'human'],
      ['run', null, '+14155550100', null, 'cited'],
    ])
  })

  it('that a person edited is never overwritten by a run, and is counted as kept', async () => {
    const { byRun, cell, edit } = await setUp()
    await edit('+14155550199')
    expect(await byRun({ value: '+14155550100', state: 'cited', empty: null })).toMatchObject({ kept: 1, written: [] })
    expect((await cell()).value).toBe('+14155550199')
  })

  it('that a person cleared stays empty for runs until it is released', async () => {
    const { who, websetId, column, byRun, cell, edit } = await setUp()
    await byRun({ value: '+14155550100', state: 'cited', empty: null })
    await edit('')
    await byRun({ value: '+14155550100', state: 'cited', empty: null }, '00000000-0000-4000-8000-000000000002')
    expect((await cell()).value).toBeNull()
    await services.get(CellsService).edit(who, websetId, [{ rowId: 1, columnId: column.id, release: true }])
    await byRun({ value: '+14155550100', state: 'cited', empty: null }, '00000000-0000-4000-8000-000000000003')
    expect((await cell()).value).toBe('+14155550100')
  })

  it('takes one effect per run, however often the run writes', async () => {
    const { byRun, cell } = await setUp()
    await byRun({ value: '+14155550100', state: 'cited', empty: null })
    await expect(byRun({ value: '+14155550111', state: 'cited', empty: null })).rejects.toMatchObject({
      constraint: 'changes_once_per_run',
    })
    expect((await cell()).value).toBe('+14155550100')
  })

  it('cannot be verified without evidence, through whatever code', async () => {
    const { who, websetId, byRun } = await setUp()
    await expect(byRun({ value: '+14155550100', state: 'verified', empty: null })).rejects.toMatchObject({
      constraint: 'verified_has_evidence',
    })
    const insert = services.get(Database).inScope(who, (tx) =>
      tx.query(
        `insert into cell_states (workspace_id, webset_id, row_id, column_id, state, evidence_id)
           values ($1, $2, 1, 'c1', 'verified', gen_random_uuid())`,
        [who.workspaceId, websetId],
      ),
    )
    await expect(insert).rejects.toMatchObject({ code: '23503' })
  })

  it('has a history that the application cannot rewrite', async () => {
    const { who, edit } = await setUp()
    await edit('+14155550199')
    for (const sql of [
      'delete from changes',
      'update changes set after = null',
      'delete from evidence',
      'update evidence set quote = quote',
    ]) {
      await expect(services.get(Database).inScope(who, (tx) => tx.query(sql))).rejects.toMatchObject({ code: '42501' })
    }
  })
})

describe('undo', () => {
  it('undoes edits and restores the state of the cell', async () => {
    const { who, websetId, byRun, cell, edit } = await setUp()
    await byRun({ value: '+14155550100', state: 'cited', empty: null })
    await edit('+14155550199')
    expect(await services.get(CommandsService).undoLast(who, websetId)).toEqual({
      undone: 'editing Phone of “Acme”',
      refused: [],
    })
    expect(await cell()).toMatchObject({ value: '+14155550100', mark: { state: 'cited' } })
  })

  it('of an edit that a run has overtaken changes nothing, and says so', async () => {
    const { who, websetId, column, byRun, cell, edit } = await setUp()
    await byRun({ value: '+14155550100', state: 'cited', empty: null })
    await edit('+14155550199')
    await services.get(CellsService).edit(who, websetId, [{ rowId: 1, columnId: column.id, release: true }])
    await byRun({ value: '+14155550199', state: 'cited', empty: null }, '00000000-0000-4000-8000-000000000009')
    // Undo stops here. It does not reach past the action that was overtaken.
    for (let time = 0; time < 2; time++)
      expect(await services.get(CommandsService).undoLast(who, websetId)).toMatchObject({
        undone: null,
        refused: [{ rowId: 1, columnId: column.id, reason: 'changed_since', theirs: { by: 'a run' } }],
      })
    expect(await cell()).toMatchObject({ value: '+14155550199', mark: { state: 'cited' } })
  })

  it('of a changed column leaves alone what another person changed since', async () => {
    const { who, websetId, column } = await setUp()
    const other = await services.createMember('editor', who.workspaceId)
    const websets = services.get(WebsetsService)
    await websets.updateColumn(who, websetId, column.id, { name: 'By me' })
    await websets.updateColumn(other, websetId, column.id, { name: 'By other' })
    await services.get(CommandsService).undoLast(who, websetId)
    expect((await websets.get(who, websetId)).columns[1]?.name).toBe('By other')
  })

  it('undoes changes of rows and columns, one action at a time, and only the person’s own', async () => {
    const { who, websetId, column } = await setUp()
    const other = await services.createMember('editor', who.workspaceId)
    await services.get(RowsService).setDeleted(who, websetId, [1, 2], true)
    await services.get(WebsetsService).removeColumn(who, websetId, column.id)
    expect(await services.get(CommandsService).undoLast(other, websetId)).toEqual({ undone: null, refused: [] })
    expect(await undone(who, websetId)).toContain('deleting the column')
    expect(await undone(who, websetId)).toBe('deleting 2 rows')
    expect(await services.get(WebsetsService).get(who, websetId)).toMatchObject({
      rows: 2,
      columns: [{}, { id: column.id }],
    })
  })

  it('undoes an import', async () => {
    const who = await services.createMember()
    const { websetId } = await services.importText(who, 'name\nAcme\nBeta')
    expect(await undone(who, websetId)).toContain('importing')
    expect((await services.get(RowsService).window(who, websetId, { limit: 10 })).total).toBe(0)
  })
})

describe('a column that gets another type', () => {
  it('converts what fits, keeps the rest, and is undone as one action', async () => {
    const who = await services.createMember()
    const { websetId } = await services.importText(who, 'name,size\nA,12\nB,many\nC,007\n')
    const values = async () =>
      (await services.get(RowsService).window(who, websetId, { limit: 10 })).rows.map((row) => row.cells.c2)
    expect(await values()).toEqual(['12', 'many', '007'])
    await services.get(WebsetsService).updateColumn(who, websetId, 'c2', { kind: 'number' })
    expect(await values()).toEqual([12, 'many', '007'])
    expect(await undone(who, websetId)).toContain('changing the column')
    expect(await values()).toEqual(['12', 'many', '007'])
    expect((await services.get(WebsetsService).get(who, websetId)).columns[1]?.kind).toBe('text')
  })
})

describe('rows', () => {
  it('are windowed, filtered, sorted and searched', async () => {
    const who = await services.createMember()
    const { websetId } = await services.importText(
      who,
      `name,size\n${Array.from({ length: 250 }, (_, index) => `Firm ${index + 1},${(index * 37) % 250}`).join('\n')}`,
    )
    const rows = services.get(RowsService)
    const ids = async (query: object) =>
      (await rows.window(who, websetId, { limit: 3, ...query })).rows.map((row) => row.id)
    expect(await ids({ offset: 200 })).toEqual([201, 202, 203])
    expect((await rows.window(who, websetId, { limit: 3, sort: 'c2:desc' })).rows.map((row) => row.cells.c2)).toEqual([
      249, 248, 247,
    ])
    expect(
      (await rows.window(who, websetId, { limit: 100, filter: [{ column: 'c2', op: 'less', value: '10' }] })).total,
    ).toBe(10)
    expect((await rows.window(who, websetId, { limit: 5, search: 'firm 25' })).total).toBe(2)
    expect((await rows.window(who, websetId, { limit: 5, search: '100%_' })).total).toBe(0)
    const seen: number[] = []
    for (let cursor: string | undefined; ;) {
      const page = await rows.window(who, websetId, { limit: 60, cursor })
      seen.push(...page.rows.map((row) => row.id))
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    expect(seen).toEqual(Array.from({ length: 250 }, (_, index) => index + 1))
    await rows.setDeleted(who, websetId, [1], true)
    expect(await ids({ offset: 200 })).toEqual([202, 203, 204])
  })

  it('of another workspace do not exist, and without a workspace there are none', async () => {
    const { websetId } = await setUp()
    const stranger = await services.createMember()
    await expect(services.get(RowsService).window(stranger, websetId, { limit: 10 })).rejects.toMatchObject({
      code: 'webset_not_found',
    })
    expect(await services.get(Database).inSystem((tx) => tx.query('select from rows'))).toHaveLength(0)
    expect(
      await services
        .get(Database)
        .inScope(stranger, (tx) => services.get(CellRepository).states(tx, websetId, [1], ['c2'])),
    ).toEqual([])
  })
})
