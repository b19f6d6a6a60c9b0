import { Database, newEvidenceId, RowRepository, ViewOrderRepository, type Tx } from '@enrichify/database'
import type { ColumnKind } from '@enrichify/domain'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PageStore } from '../pages/page-store.ts'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { runCell } from '../testing/run-cell.ts'
import { idsOf, mixed, range, WindowBench } from '../testing/window-bench.ts'
import { CellWriter } from './cell-writer.ts'
import type { ConfirmedCell } from './cell-writes.ts'
import { CommandsService } from './commands.service.ts'
import { viewOf } from './row-query.ts'
import { WebsetsService } from './websets.service.ts'

let services: TestServices
let bench: WindowBench
const KINDS = new Map<string, ColumnKind>([
  ['c1', 'text'],
  ['c2', 'number'],
])

beforeAll(async () => {
  services = await openTestServices()
})
afterAll(() => services.close())
beforeEach(async () => {
  bench = await WindowBench.open(services)
})

describe('an order', () => {
  const sorted = { sort: 'c2:asc' }

  it('is shared, and stays current while cells change that it does not depend on', async () => {
    const websetId = await bench.fill(mixed(30))
    const first = await bench.window(websetId, sorted)
    expect(first.order.isCurrent).toBe(true)
    await bench.edit(websetId, 3, 'c1', 'Other')
    const viewer = new WindowBench(services, await services.createMember('viewer', bench.who.workspaceId))
    const again = await viewer.window(websetId, sorted)
    expect(again.order).toEqual(first.order)
    expect(again.rows.find(({ id }) => id === 3)!.cells.c1).toBe('Other')
    await bench.edit(websetId, 3, 'c2', '1000')
    const anew = await bench.window(websetId, sorted)
    expect(anew.order.id).not.toBe(first.order.id)
    expect(idsOf(anew).at(-1)).toBe(3)
  })

  it('of a search counts a change of any cell', async () => {
    const websetId = await bench.fill(mixed(30))
    expect((await bench.window(websetId, { search: 'firm 3' })).total).toBe(3)
    await bench.edit(websetId, 1, 'c1', 'Firm 3 too')
    expect(idsOf(await bench.window(websetId, { search: 'firm 3' }))).toEqual([1, 3, 13, 23])
  })

  it('is held still while rows change, go and come', async () => {
    const websetId = await bench.fill(mixed(300))
    const first = await bench.window(websetId, { ...sorted, limit: 10 })
    const { id: order } = first.order
    const [top, second] = first.ids as [number, number]
    await bench.edit(websetId, top, 'c2', '5000')
    await bench.setDeleted(websetId, [second], true)
    await bench.add(websetId, 'New', -5)
    const held = await bench.window(websetId, { ...sorted, limit: 10, order })
    expect(held.order).toEqual({ ...first.order, isCurrent: false })
    expect(held.ids).toEqual(first.ids)
    expect(idsOf(held)).toEqual(first.ids.filter((id) => id !== second))
    expect(held.rows[0]!.cells.c2).toBe(5000)
    expect(held.total).toBe(300)
    const deep = await bench.window(websetId, { ...sorted, limit: 5, offset: 295, order })
    expect(deep.ids).toHaveLength(5)
    const now = await bench.window(websetId, { ...sorted, limit: 10 })
    expect(now.order).toMatchObject({ isCurrent: true })
    expect(now.ids).toEqual([301, ...first.ids.slice(2), ...now.ids.slice(-1)])
    expect(now.total).toBe(300)
  })

  it('that is lost is made anew, never answered as empty', async () => {
    const websetId = await bench.fill(mixed(2100))
    const first = await bench.window(websetId, sorted)
    const losses = [
      // As after a crash, when the server empties unlogged tables.
      () => owner.query('truncate enrichify.view_orders, enrichify.view_order_chunks'),
      () => bench.sql('delete from view_order_chunks'),
      () => bench.sql('delete from view_order_chunks where chunk = 1'),
    ]
    const owner = new pg.Client({ connectionString: testDatabase.ownerUrl })
    await owner.connect()
    let { id: order } = first.order
    for (const lose of losses) {
      await lose()
      const anew = await bench.window(websetId, { ...sorted, order, offset: 1500 })
      expect(anew.order.id).not.toBe(order)
      expect(anew.total).toBe(2100)
      expect(anew.ids).toHaveLength(100)
      order = anew.order.id
    }
    await owner.end()
  })

  it('of one workspace is nothing to another, also to one that knows its id', async () => {
    const websetId = await bench.fill(mixed(20))
    const { order } = await bench.window(websetId, sorted)
    const stranger = await WindowBench.open(services)
    const own = await stranger.fill(mixed(5))
    const found = await stranger.window(own, { ...sorted, order: order.id })
    expect(found.total).toBe(5)
    expect(found.order.id).not.toBe(order.id)
    await expect(stranger.window(websetId, { order: order.id })).rejects.toMatchObject({ code: 'webset_not_found' })
    expect(await stranger.sql('select id from view_orders where id = $1', [order.id])).toEqual([])
    expect(await stranger.sql('select chunk from view_order_chunks where order_id = $1', [order.id])).toEqual([])
    await services.get(Database).inScope(stranger.who, async (tx) => {
      const orders = services.get(ViewOrderRepository)
      const full = { ...(await orders.find(tx, own, found.order.id, viewOf(sorted, KINDS).hash))!, id: order.id }
      expect(await orders.places(tx, full, 0, 5)).toBeNull()
      for (const webset of [websetId, own])
        expect(await services.get(RowRepository).rangesOfOrder(tx, webset, order.id, [])).toBeNull()
      await orders.remove(tx, order.id)
    })
    expect((await bench.window(websetId, sorted)).order.id).toBe(order.id)
    // Rows of its own workspace, not of its own webset.
    const other = await bench.fill(mixed(5))
    expect((await bench.window(other, { ...sorted, order: order.id })).order.id).not.toBe(order.id)
    const rows = { kind: 'view' as const, orderId: order.id, except: [] }
    await expect(services.get(CommandsService).apply(bench.who, other, 'rows.delete', { rows })).rejects.toMatchObject({
      code: 'order_gone',
    })
  })

  it('of another query is not used, and does not become current by it', async () => {
    const websetId = await bench.fill(mixed(30))
    const first = await bench.window(websetId, sorted)
    await bench.edit(websetId, 1, 'c2', '500')
    for (const query of [{}, { sort: 'c1:asc' }, { search: 'firm' }]) {
      const other = await bench.window(websetId, { ...query, order: first.order.id })
      expect(other.order.id).not.toBe(first.order.id)
    }
    expect((await bench.window(websetId, { ...sorted, order: first.order.id })).order.isCurrent).toBe(false)
  })

  it('that filters by stale cells notices a cell that becomes so', async () => {
    const { who } = bench
    const websetId = await bench.fill(mixed(3))
    await services.get(WebsetsService).updateColumn(who, websetId, 'c1', { name: 'Company' })
    const column = await services.get(WebsetsService).addColumn(who, websetId, { question: 'Which phone?' })
    const [run] = await bench.sql(
      `insert into runs (workspace_id, webset_id, name, state, scope, column_ids, max_pages, rows, created_by)
       values ($1, $2, 'Run', 'running', '{"kind":"all"}', $3, 1, 3, $4)
       returning id`,
      [who.workspaceId, websetId, [column.id], who.userId],
    )
    const byRun = (write: (writer: CellWriter, tx: Tx, runId: string) => Promise<unknown>) =>
      services.get(Database).inScope(who, (tx) => write(services.get(CellWriter), tx, run!.id as string))
    const cells = [1, 2].map((rowId) =>
      runCell({ rowId, columnId: column.id, value: 'A', state: 'cited', empty: null }),
    )
    await byRun((writer, tx, runId) => writer.writeByRun(tx, websetId, runId, cells))
    const stale = (value: string) => bench.window(websetId, { filter: [{ column: column.id, op: 'flag', value }] })
    expect((await stale('stale')).ids).toEqual([])
    const conflicts = await stale('conflict')
    await bench.edit(websetId, 2, 'c1', 'Another firm')
    expect((await stale('stale')).ids).toEqual([2])
    expect((await stale('conflict')).order).toEqual(conflicts.order)
    await services.get(WebsetsService).updateColumn(who, websetId, column.id, { question: 'Which telephone?' })
    expect((await stale('stale')).ids).toEqual([1, 2])
    const at = { rowId: 1, columnId: column.id }
    const { captureId } = await services.get(PageStore).keep(who, 'https://firm.example/', 'A page', Date.now())
    const evidence = { ...at, id: newEvidenceId(), captureId, value: 'A', quote: 'A', start: 0, end: 1 }
    const confirmed: ConfirmedCell = {
      ...at,
      evidence: { ...evidence, textHash: 'hash', textVersion: 1, rule: null },
      candidates: [],
      trace: [],
      refresh: { ...at, outcome: 'unchanged', url: '', quote: 'A', before: 'A', after: 'A', evidenceId: evidence.id },
    }
    await byRun((writer, tx, runId) => writer.redateByRun(tx, websetId, runId, [confirmed]))
    expect((await stale('stale')).ids).toEqual([2])
  })

  it('of a search is not outdated by a new name', async () => {
    const websetId = await bench.fill(mixed(30))
    const first = await bench.window(websetId, { search: 'firm' })
    await services.get(WebsetsService).rename(bench.who, websetId, 'Other')
    expect((await bench.window(websetId, { search: 'firm' })).order).toEqual(first.order)
  })

  it('makes room for newer ones', async () => {
    const websetId = await bench.fill(mixed(10))
    const made: string[] = []
    for (const value of range(0, 5))
      made.push(
        (await bench.window(websetId, { filter: [{ column: 'c2', op: 'greater', value: String(value) }] })).order.id,
      )
    // The one that was read last is the first of them.
    await bench.sql(`update view_orders set last_used_at = now() + interval '1 hour' where id = $1`, [made[0]])
    const kept = async (most: { orders: number; ids: number }) => {
      await services.get(Database).inScope(bench.who, (tx) => services.get(ViewOrderRepository).evict(tx, most))
      return (await bench.sql('select id from view_orders order by last_used_at desc, created_at desc')).map(
        ({ id }) => id,
      )
    }
    expect(await kept({ orders: 4, ids: 1000 })).toEqual([made[0], made[5], made[4], made[3]])
    // 10 and 5 rows fit, 6 more do not.
    expect(await kept({ orders: 4, ids: 15 })).toEqual([made[0], made[5]])
    expect(await kept({ orders: 0, ids: 0 })).toEqual([made[0]])
    // A query whose cells change all the time does not drive out others.
    const alike: string[] = []
    for (const value of range(1, 7)) {
      alike.push((await bench.window(websetId, sorted)).order.id)
      await bench.edit(websetId, 1, 'c2', String(value * 1000))
    }
    expect(await kept({ orders: 50, ids: 1000 })).toEqual([made[0], ...alike.slice(2).toReversed()])
  })

  it('names the rows of a command, without some and without later ones', async () => {
    const websetId = await bench.fill(mixed(1500))
    const filter = [{ column: 'c1', op: 'equals' as const, value: 'Firm 3' }]
    const view = await bench.window(websetId, { filter })
    await bench.add(websetId, 'Firm 3', 1)
    const rows = { kind: 'view' as const, orderId: view.order.id, except: [3, 13] }
    expect((await services.get(CommandsService).apply(bench.who, websetId, 'rows.delete', { rows })).size).toBe(148)
    expect(idsOf(await bench.window(websetId, { filter }))).toEqual([3, 13, 1501])

    const list = await bench.window(websetId)
    await bench.add(websetId, 'Later', 2)
    const all = { kind: 'view' as const, orderId: list.order.id, except: [1] }
    expect((await services.get(CommandsService).apply(bench.who, websetId, 'rows.delete', { rows: all })).size).toBe(
      1352,
    )
    expect(idsOf(await bench.window(websetId))).toEqual([1, 1502])
    await expect(
      services.get(CommandsService).apply(bench.who, websetId, 'rows.delete', {
        rows: { kind: 'view', orderId: '00000000-0000-4000-8000-000000000000', except: [] },
      }),
    ).rejects.toMatchObject({ code: 'order_gone' })
  })
})
