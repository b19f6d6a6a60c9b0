import { Database, ViewOrderRepository } from '@enrichify/database'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { mixed, WindowBench } from '../testing/window-bench.ts'
import { OrderMaker } from './order-maker.ts'
import { RowsService } from './rows.service.ts'

let services: TestServices
let bench: WindowBench

beforeAll(async () => {
  services = await openTestServices()
})
afterAll(() => services.close())
beforeEach(async () => {
  bench = await WindowBench.open(services)
})

describe('a large sheet', () => {
  const ROWS = 60_000
  const query = { sort: 'c2:desc' }
  let websetId: string
  const idAt = async (place: number): Promise<number> => {
    const [found] = await bench.sql(
      `select id from rows where webset_id = $1 order by (cells ->> 'c2')::int desc, id offset $2 limit 1`,
      [websetId, place],
    )
    return found!.id as number
  }
  beforeEach(async () => {
    websetId = await bench.fill(mixed(ROWS))
  })

  it('shows its first window while the order is made, and every other one from the order', async () => {
    const first = await bench.window(websetId, { ...query, limit: 3 })
    expect(first.building).toEqual({ done: 0, total: ROWS })
    expect(first.total).toBe(ROWS)
    expect(first.ids[0]).toBe(await idAt(0))
    await services.get(OrderMaker).idle()
    const next = await bench.window(websetId, { ...query, order: first.order.id, limit: 3 })
    expect(next.building).toBeUndefined()
    expect(next.order).toEqual(first.order)
    expect(next.ids).toEqual(first.ids)
  })

  it('waits for the order where a window is deep', async () => {
    const deep = await bench.window(websetId, { ...query, offset: 55_000, limit: 2 })
    expect(deep.building).toBeUndefined()
    expect(deep.ids).toEqual([await idAt(55_000), await idAt(55_001)])
  })

  it('has its order made by one process, and by another one when that ends', async () => {
    const second = await openTestServices()
    const orders = services.get(ViewOrderRepository)
    try {
      // Begun by a process that is gone: no one holds its lock.
      const first = await bench.window(websetId, { ...query, limit: 1 })
      await services.get(OrderMaker).idle()
      await bench.sql(`update view_orders set state = 'building', done = 0`)
      await bench.sql('delete from view_order_chunks')
      const release = Promise.withResolvers<void>()
      const held = Promise.withResolvers<void>()
      const holder = services.get(Database).inScope(bench.who, async (tx) => {
        expect(await orders.claim(tx, first.order.id)).toBe('mine')
        held.resolve()
        await release.promise
      })
      await held.promise
      const waiting = second.get(RowsService).window(bench.who, websetId, { ...query, offset: 50_000, limit: 1 })
      await expect
        .poll(() => services.get(Database).inScope(bench.who, (tx) => orders.claim(tx, first.order.id)))
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

describe('a reader who leaves', () => {
  const query = { sort: 'c2:desc' }
  const LEFT = new Error('left')
  let owner: pg.Client
  let websetId: string
  beforeEach(async () => {
    owner = new pg.Client({ connectionString: testDatabase.ownerUrl })
    await owner.connect()
    websetId = await bench.fillSparsely(mixed(5))
  })
  afterEach(() => owner.end())

  const orders = () => bench.sql('select id, state from view_orders')
  /** How many of the product’s statements wait for the table of rows, which is locked. */
  const held = async (): Promise<number> => {
    const { rows } = await owner.query<{ held: number }>(
      `select count(*)::int as held
       from pg_locks
       join pg_stat_activity using (pid)
       where relation = 'enrichify.rows'::regclass and not granted and application_name = 'enrichify'`,
    )
    return rows[0]!.held
  }
  const hold = async (): Promise<void> => {
    await owner.query('begin')
    await owner.query('lock table enrichify.rows in access exclusive mode')
  }

  it('ends the pass over all rows', async () => {
    await hold()
    const leaving = new AbortController()
    const first = bench.window(websetId, query, leaving.signal)
    const refused = expect(first).rejects.toBe(LEFT)
    await expect.poll(held).toBe(1)
    leaving.abort(LEFT)
    await refused
    await expect.poll(held).toBe(0)
    await owner.query('commit')
    expect((await bench.window(websetId, query)).total).toBe(5)
    await services.get(OrderMaker).idle()
  })

  /** A deep window that waits for its order, and the same order for someone else. */
  async function waitTwice(one: AbortSignal, other: AbortSignal) {
    const window = bench.window(websetId, { ...query, offset: 6000 }, one)
    await expect.poll(held).toBe(1)
    const [order] = await orders()
    const source = { websetId, query: { filter: [], search: null, sort: null }, kinds: new Map() }
    return { window, made: services.get(OrderMaker).made(bench.who, source, order!.id as string, other) }
  }

  it('ends an order when no one else waits for it', async () => {
    await hold()
    const [one, other] = [new AbortController(), new AbortController()]
    const { window, made } = await waitTwice(one.signal, other.signal)
    const refused = [window, made].map((waiting) => expect(waiting).rejects.toBe(LEFT))
    one.abort(LEFT)
    await refused[0]
    expect(await held()).toBe(1)
    other.abort(LEFT)
    await refused[1]
    await expect.poll(held).toBe(0)
    await owner.query('commit')
    await expect.poll(orders).toEqual([])
  })

  it('leaves the others their order', async () => {
    await hold()
    const leaving = new AbortController()
    const { window, made } = await waitTwice(new AbortController().signal, leaving.signal)
    const refused = expect(made).rejects.toBe(LEFT)
    leaving.abort(LEFT)
    await refused
    await owner.query('commit')
    expect((await window).total).toBe(5)
    expect(await orders()).toMatchObject([{ state: 'ready' }])
  })

  it('after the first window finds its order made', async () => {
    const leaving = new AbortController()
    const first = await bench.window(websetId, query, leaving.signal)
    expect(first.building).toBeDefined()
    leaving.abort(LEFT)
    await services.get(OrderMaker).idle()
    expect(await orders()).toMatchObject([{ state: 'ready' }])
    expect((await bench.window(websetId, { ...query, order: first.order.id })).order.id).toBe(first.order.id)
  })
})

it('an order whose webset is deleted meanwhile is not made', async () => {
  const websetId = await bench.fillSparsely(mixed(5))
  await bench.window(websetId, { sort: 'c2:asc' })
  await services.get(OrderMaker).idle()
  await bench.sql(`update view_orders set state = 'building'`)
  await bench.sql('update websets set deleted_at = now() where id = $1', [websetId])
  const [order] = await bench.sql('select id from view_orders')
  const source = { websetId, query: { filter: [], search: null, sort: null }, kinds: new Map() }
  const { signal } = new AbortController()
  await expect(services.get(OrderMaker).made(bench.who, source, order!.id as string, signal)).rejects.toMatchObject({
    code: 'webset_not_found',
  })
  await expect.poll(() => bench.sql('select id from view_orders')).toEqual([])
})

it('a viewer may be the first who needs an order', async () => {
  const viewer = new WindowBench(services, await services.createMember('viewer', bench.who.workspaceId))
  for (const websetId of [await bench.fill(mixed(20)), await bench.fillSparsely(mixed(20))]) {
    const found = await viewer.window(websetId, { sort: 'c2:asc', limit: 2 })
    expect(found.ids).toHaveLength(2)
    await services.get(OrderMaker).idle()
    expect((await bench.window(websetId, { sort: 'c2:asc' })).order.id).toBe(found.order.id)
  }
})
