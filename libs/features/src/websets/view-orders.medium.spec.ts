import { Database, ViewOrderRepository } from '@enrichify/database'
import fc from 'fast-check'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { fillSheet } from '../testing/fill-sheet.ts'
import { idsOf, mixed, range, useViewBench } from '../testing/view-bench.ts'
import { CommandsService } from './commands.service.ts'
import { RowsService } from './rows.service.ts'

const bench = useViewBench()
const { window, sql, edit, setDeleted } = bench

describe('windows', () => {
  const text = fc.option(fc.constantFrom('amber', 'birch', 'cedar', 'delta', 'ember'), { freq: 4 })
  const number = fc.option(fc.integer({ min: -50, max: 50 }), { freq: 4 })

  it('at any depth are those of the list that is filtered and sorted as a whole', async () => {
    const rows = fc.sample(fc.tuple(text, number), { numRuns: 3300, seed: 11 })
    const websetId = await fillSheet(bench.services, bench.who, rows)
    const gone = fc.sample(fc.integer({ min: 1, max: rows.length }), { numRuns: 150, seed: 12 })
    await setDeleted(websetId, [...new Set(gone)], true)
    const living = rows.map(([c1, c2], at) => ({ id: at + 1, c1: c1 ?? '', c2 })).filter(({ id }) => !gone.includes(id))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(null, 'a', 'er', 'zz'),
        fc.constantFrom(null, -20, 0, 45),
        fc.constantFrom(undefined, 'c1:asc', 'c1:desc', 'c2:asc', 'c2:desc'),
        fc.nat(3500),
        fc.integer({ min: 1, max: 500 }),
        async (part, above, sort, offset, limit) => {
          const expected = living.filter(
            (row) =>
              (part === null || row.c1.includes(part)) && (above === null || (row.c2 !== null && row.c2 > above)),
          )
          const [column, direction] = sort?.split(':') ?? []
          const key = (row: (typeof living)[number]) => (column === 'c1' ? row.c1 || null : row.c2)
          if (column)
            expected.sort((one, other) => {
              const [a, b] = [key(one), key(other)]
              if (a === b) return one.id - other.id
              if (a === null || b === null) return a === null ? 1 : -1
              return (a < b ? -1 : 1) * (direction === 'desc' ? -1 : 1)
            })
          const found = await window(websetId, {
            filter: [
              ...(part === null ? [] : [{ column: 'c1', op: 'contains' as const, value: part }]),
              ...(above === null ? [] : [{ column: 'c2', op: 'greater' as const, value: String(above) }]),
            ],
            sort,
            offset,
            limit,
          })
          expect(found.total).toBe(expected.length)
          expect(idsOf(found)).toEqual(expected.slice(offset, offset + limit).map(({ id }) => id))
          expect(found.ids).toEqual(idsOf(found))
        },
      ),
      { numRuns: 120, seed: 13 },
    )
  })

  it('of the unsorted list follow the trash, whatever moves rows there', async () => {
    const websetId = await fillSheet(bench.services, bench.who, mixed(2500))
    const gone = new Set<number>()
    const check = async (offset: number) => {
      const living = range(1, 2500).filter((id) => !gone.has(id))
      const found = await window(websetId, { offset, limit: 50 })
      expect(found.total).toBe(living.length)
      expect(idsOf(found)).toEqual(living.slice(offset, offset + 50))
    }
    for (const ids of [[1], range(900, 1100), range(2001, 2500)]) {
      await setDeleted(websetId, ids, true)
      for (const id of ids) gone.add(id)
      for (const offset of [0, 880, 1600, 1780]) await check(offset)
    }
    await setDeleted(websetId, range(950, 1050), false)
    for (const id of range(950, 1050)) gone.delete(id)
    for (const offset of [0, 900, 1000, 1850]) await check(offset)
    // Past the repository: the counts of the trash no longer add up, and are made anew.
    await sql('update rows set deleted_at = now() where webset_id = $1 and id between 10 and 19', [websetId])
    await sql('update websets set row_count = row_count - 10, deleted_rows = deleted_rows + 10 where id = $1', [
      websetId,
    ])
    for (const id of range(10, 19)) gone.add(id)
    for (const offset of [0, 5, 1000]) await check(offset)
  })

  it('sort a list by the text that people see', async () => {
    const websetId = await fillSheet(bench.services, bench.who, mixed(3))
    await sql(`update columns set kind = 'list' where webset_id = $1 and id = 'c1'`, [websetId])
    const lists = [[{ name: 'Zoe', title: 'CEO' }], ['rope', 'hats'], [{ name: 'Ann', title: 'CFO' }]]
    for (const [at, list] of lists.entries())
      await sql(
        `update rows set cells = cells || jsonb_build_object('c1', $3::jsonb) where webset_id = $1 and id = $2`,
        [websetId, at + 1, JSON.stringify(list)],
      )
    expect(idsOf(await window(websetId, { sort: 'c1:asc' }))).toEqual([3, 2, 1])
  })
})

describe('an order', () => {
  const sorted = { sort: 'c2:asc' }

  it('is shared, and stays current while cells change that it does not depend on', async () => {
    const websetId = await fillSheet(bench.services, bench.who, mixed(30))
    const first = await window(websetId, sorted)
    expect(first.order.isCurrent).toBe(true)
    await edit(websetId, 3, 'c1', 'Other')
    const other = await bench.services.createMember('viewer', bench.who.workspaceId)
    const again = await window(websetId, sorted, other)
    expect(again.order).toEqual(first.order)
    expect(again.rows.find(({ id }) => id === 3)!.cells.c1).toBe('Other')
    await edit(websetId, 3, 'c2', '1000')
    const anew = await window(websetId, sorted)
    expect(anew.order.id).not.toBe(first.order.id)
    expect(idsOf(anew).at(-1)).toBe(3)
  })

  it('of a search counts a change of any cell', async () => {
    const websetId = await fillSheet(bench.services, bench.who, mixed(30))
    expect((await window(websetId, { search: 'firm 3' })).total).toBe(3)
    await edit(websetId, 1, 'c1', 'Firm 3 too')
    expect(idsOf(await window(websetId, { search: 'firm 3' }))).toEqual([1, 3, 13, 23])
  })

  it('is held still while rows change, go and come', async () => {
    const websetId = await fillSheet(bench.services, bench.who, mixed(300))
    const first = await window(websetId, { ...sorted, limit: 10 })
    const { id: order } = first.order
    const [top, second] = first.ids as [number, number]
    await edit(websetId, top, 'c2', '5000')
    await setDeleted(websetId, [second], true)
    await bench.services.get(RowsService).add(bench.who, websetId, [{ c1: 'New', c2: -5 }])
    const held = await window(websetId, { ...sorted, limit: 10, order })
    expect(held.order).toEqual({ ...first.order, isCurrent: false })
    expect(held.ids).toEqual(first.ids)
    expect(idsOf(held)).toEqual(first.ids.filter((id) => id !== second))
    expect(held.rows[0]!.cells.c2).toBe(5000)
    expect(held.total).toBe(300)
    const deep = await window(websetId, { ...sorted, limit: 5, offset: 295, order })
    expect(deep.ids).toHaveLength(5)
    const now = await window(websetId, { ...sorted, limit: 10 })
    expect(now.order).toMatchObject({ isCurrent: true })
    expect(now.ids).toEqual([301, ...first.ids.slice(2), ...now.ids.slice(-1)])
    expect(now.total).toBe(300)
  })

  it('that is lost is made anew, never answered as empty', async () => {
    const websetId = await fillSheet(bench.services, bench.who, mixed(2100))
    const first = await window(websetId, sorted)
    const losses = [
      // As after a crash, when the server empties unlogged tables.
      () => owner.query('truncate enrichify.view_orders, enrichify.view_order_chunks'),
      () => sql('delete from view_order_chunks'),
      () => sql('delete from view_order_chunks where chunk = 1'),
    ]
    const owner = new pg.Client({ connectionString: testDatabase.ownerUrl })
    await owner.connect()
    let { id: order } = first.order
    for (const lose of losses) {
      await lose()
      const anew = await window(websetId, { ...sorted, order, offset: 1500 })
      expect(anew.order.id).not.toBe(order)
      expect(anew.total).toBe(2100)
      expect(anew.ids).toHaveLength(100)
      order = anew.order.id
    }
    await owner.end()
  })

  it('of one workspace is nothing to another', async () => {
    const websetId = await fillSheet(bench.services, bench.who, mixed(20))
    const { order } = await window(websetId, sorted)
    const stranger = await bench.services.createMember()
    const own = await fillSheet(bench.services, stranger, mixed(5))
    const found = await window(own, { ...sorted, order: order.id }, stranger)
    expect(found.total).toBe(5)
    expect(found.order.id).not.toBe(order.id)
    const orders = bench.services.get(ViewOrderRepository)
    await bench.services.get(Database).inScope(stranger, async (tx) => {
      expect(await orders.exists(tx, websetId, order.id)).toBe(false)
      expect(await Array.fromAsync(orders.eachChunk(tx, websetId, order.id))).toEqual([])
    })
  })

  it('makes room for newer ones', async () => {
    const websetId = await fillSheet(bench.services, bench.who, mixed(10))
    const made: string[] = []
    for (const value of range(0, 5))
      made.push((await window(websetId, { filter: [{ column: 'c2', op: 'greater', value: String(value) }] })).order.id)
    // The one that was read last is the first of them.
    await sql(`update view_orders set last_used_at = now() + interval '1 second' where id = $1`, [made[0]])
    const kept = async (most: { orders: number; ids: number }) => {
      await bench.services
        .get(Database)
        .inScope(bench.who, (tx) => bench.services.get(ViewOrderRepository).evict(tx, most))
      return (await sql('select id from view_orders order by last_used_at desc, created_at desc')).map(({ id }) => id)
    }
    expect(await kept({ orders: 4, ids: 1000 })).toEqual([made[0], made[5], made[4], made[3]])
    // 10 and 5 rows fit, 6 more do not.
    expect(await kept({ orders: 4, ids: 15 })).toEqual([made[0], made[5]])
    expect(await kept({ orders: 0, ids: 0 })).toEqual([made[0]])
  })

  it('names the rows of a command, without some and without later ones', async () => {
    const websetId = await fillSheet(bench.services, bench.who, mixed(1500))
    const filter = [{ column: 'c1', op: 'equals' as const, value: 'Firm 3' }]
    const view = await window(websetId, { filter })
    await bench.services.get(RowsService).add(bench.who, websetId, [{ c1: 'Firm 3', c2: 1 }])
    const rows = { kind: 'view' as const, orderId: view.order.id, except: [3, 13] }
    expect((await bench.services.get(CommandsService).apply(bench.who, websetId, 'rows.delete', { rows })).size).toBe(
      148,
    )
    expect(idsOf(await window(websetId, { filter }))).toEqual([3, 13, 1501])

    const list = await window(websetId)
    await bench.services.get(RowsService).add(bench.who, websetId, [{ c1: 'Later', c2: 2 }])
    const all = { kind: 'view' as const, orderId: list.order.id, except: [1] }
    expect(
      (await bench.services.get(CommandsService).apply(bench.who, websetId, 'rows.delete', { rows: all })).size,
    ).toBe(1352)
    expect(idsOf(await window(websetId))).toEqual([1, 1502])
    const chunks = await bench.services
      .get(Database)
      .inScope(bench.who, (tx) =>
        Array.fromAsync(bench.services.get(ViewOrderRepository).eachChunk(tx, websetId, list.order.id)),
      )
    expect(chunks).toEqual([[1]])
    await expect(
      bench.services.get(CommandsService).apply(bench.who, websetId, 'rows.delete', {
        rows: { kind: 'view', orderId: '00000000-0000-4000-8000-000000000000', except: [] },
      }),
    ).rejects.toMatchObject({ code: 'order_gone' })
  })
})
