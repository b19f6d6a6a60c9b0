import { Database, ViewOrderRepository } from '@enrichify/database'
import { beforeEach, describe, expect, it } from 'vitest'
import { fillSheet } from '../testing/fill-sheet.ts'
import { openTestServices } from '../testing/open-test-services.ts'
import { idsOf, mixed, range, useViewBench } from '../testing/view-bench.ts'
import { RowsService, type RowsQuery } from './rows.service.ts'
import { ViewOrdersService } from './view-orders.service.ts'

const bench = useViewBench()
const { window, sql, edit, setDeleted } = bench

describe('paging', () => {
  /** Pages through a view, and does something to the sheet after each page. */
  async function walk(websetId: string, query: Partial<RowsQuery>, meanwhile: (page: number) => Promise<unknown>) {
    const seen: number[] = []
    for (let [cursor, page] = [undefined as string | undefined, 1]; ; page++) {
      const found = await window(websetId, { ...query, cursor, limit: 60 })
      seen.push(...idsOf(found))
      if (!found.nextCursor) return seen
      cursor = found.nextCursor
      await meanwhile(page)
    }
  }
  const addOne = (websetId: string) =>
    bench.services.get(RowsService).add(bench.who, websetId, [{ c1: 'Firm 1', c2: -1 }])

  it('by cursor shows each row of a sorted view once, while rows are added and changed', async () => {
    const websetId = await fillSheet(bench.services, bench.who, mixed(250))
    const before = (await window(websetId, { sort: 'c2:asc', limit: 500 })).ids
    const seen = await walk(websetId, { sort: 'c2:asc' }, async (page) => {
      await addOne(websetId)
      await edit(websetId, before.at(-page)!, 'c2', '-7')
    })
    expect(seen).toEqual(before)
  })

  it('by cursor goes on in a filtered list after the last row, when its order is lost', async () => {
    const websetId = await fillSheet(bench.services, bench.who, mixed(2500))
    const filter = [{ column: 'c1', op: 'equals' as const, value: 'Firm 1' }]
    const seen = await walk(websetId, { filter }, async () => {
      await setDeleted(websetId, [1], true)
      await sql('delete from view_orders')
      await addOne(websetId)
    })
    expect(seen).toEqual([...range(0, 249).map((at) => at * 10 + 1), ...range(2501, 2504)])
  })

  it('by cursor in the unsorted list comes to rows that are added', async () => {
    const websetId = await fillSheet(bench.services, bench.who, mixed(130))
    const seen = await walk(websetId, {}, async () => {
      await setDeleted(websetId, [1, 2], true)
      await addOne(websetId)
    })
    expect(seen).toEqual(range(1, 132))
  })

  it('by offset sees what was added before it asked', async () => {
    const websetId = await fillSheet(bench.services, bench.who, mixed(130))
    for (const [at, query] of [{}, { sort: 'c2:desc' }, { search: 'firm' }].entries()) {
      await addOne(websetId)
      const last = await window(websetId, { ...query, offset: 130 + at })
      expect([last.total, last.rows.length]).toEqual([131 + at, 1])
    }
  })

  it('refuses a cursor that it did not make', async () => {
    const websetId = await fillSheet(bench.services, bench.who, mixed(1))
    for (const place of ['x', JSON.stringify({ order: websetId }), JSON.stringify({ offset: -1 })])
      await expect(window(websetId, { cursor: Buffer.from(place).toString('base64url') })).rejects.toMatchObject({
        code: 'bad_cursor',
      })
  })
})

describe('a large sheet', () => {
  const ROWS = 60_000
  const query = { sort: 'c2:desc' }
  let websetId: string
  const idAt = async (place: number): Promise<number> => {
    const [found] = await sql(
      `select id from rows where webset_id = $1 order by (cells ->> 'c2')::int desc, id offset $2 limit 1`,
      [websetId, place],
    )
    return found!.id as number
  }
  beforeEach(async () => {
    websetId = await fillSheet(bench.services, bench.who, mixed(ROWS))
  })

  it('shows its first window while the order is made, and every other one from the order', async () => {
    const first = await window(websetId, { ...query, limit: 3 })
    expect(first.building).toEqual({ done: 0, total: ROWS })
    expect(first.total).toBe(ROWS)
    expect(first.ids[0]).toBe(await idAt(0))
    await bench.services.get(ViewOrdersService).idle()
    const next = await window(websetId, { ...query, order: first.order.id, limit: 3 })
    expect(next.building).toBeUndefined()
    expect(next.order).toEqual(first.order)
    expect(next.ids).toEqual(first.ids)
  })

  it('waits for the order where a window is deep', async () => {
    const deep = await window(websetId, { ...query, offset: 55_000, limit: 2 })
    expect(deep.building).toBeUndefined()
    expect(deep.ids).toEqual([await idAt(55_000), await idAt(55_001)])
  })

  it('has its order made by one process, and by another one when that ends', async () => {
    const second = await openTestServices()
    const orders = bench.services.get(ViewOrderRepository)
    try {
      // Begun by a process that is gone: no one holds its lock.
      const first = await window(websetId, { ...query, limit: 1 })
      await bench.services.get(ViewOrdersService).idle()
      await sql(`update view_orders set state = 'building', done = 0`)
      await sql('delete from view_order_chunks')
      const release = Promise.withResolvers<void>()
      const held = Promise.withResolvers<void>()
      const holder = bench.services.get(Database).inScope(bench.who, async (tx) => {
        expect(await orders.claim(tx, first.order.id)).toBe('mine')
        held.resolve()
        await release.promise
      })
      await held.promise
      const waiting = second.get(RowsService).window(bench.who, websetId, { ...query, offset: 50_000, limit: 1 })
      await expect
        .poll(() => bench.services.get(Database).inScope(bench.who, (tx) => orders.claim(tx, first.order.id)))
        .toBe('busy')
      release.resolve()
      await holder
      const found = await waiting
      expect(found.order.id).toBe(first.order.id)
      expect(found.ids).toEqual([await idAt(50_000)])
    } finally {
      await second.close()
    }
  })
})
