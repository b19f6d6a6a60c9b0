import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { idsOf, mixed, range, WindowBench } from '../testing/window-bench.ts'
import type { RowsQuery } from './rows.service.ts'

let services: TestServices
let bench: WindowBench

beforeAll(async () => {
  services = await openTestServices()
})
afterAll(() => services.close())
beforeEach(async () => {
  bench = await WindowBench.open(services)
})

describe('windows', () => {
  const text = fc.option(fc.constantFrom('amber', 'birch', 'cedar', 'delta', 'ember'), { freq: 4 })
  const number = fc.option(fc.integer({ min: -50, max: 50 }), { freq: 4 })

  it('at any depth are those of the list that is filtered and sorted as a whole', async () => {
    const rows = fc.sample(fc.tuple(text, number), { numRuns: 3300, seed: 11 })
    const websetId = await bench.fill(rows)
    const gone = fc.sample(fc.integer({ min: 1, max: rows.length }), { numRuns: 150, seed: 12 })
    await bench.setDeleted(websetId, [...new Set(gone)], true)
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
          const found = await bench.window(websetId, {
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
    const websetId = await bench.fill(mixed(2500))
    const gone = new Set<number>()
    const check = async (offset: number) => {
      const living = range(1, 2500).filter((id) => !gone.has(id))
      const found = await bench.window(websetId, { offset, limit: 50 })
      expect(found.total).toBe(living.length)
      expect(idsOf(found)).toEqual(living.slice(offset, offset + 50))
    }
    for (const ids of [[1], range(900, 1100), range(2001, 2500)]) {
      await bench.setDeleted(websetId, ids, true)
      for (const id of ids) gone.add(id)
      for (const offset of [0, 880, 1600, 1780]) await check(offset)
    }
    await bench.setDeleted(websetId, range(950, 1050), false)
    for (const id of range(950, 1050)) gone.delete(id)
    for (const offset of [0, 900, 1000, 1850]) await check(offset)
    // Past the repository: the counts of the trash no longer add up, and are made anew.
    await bench.sql('update rows set deleted_at = now() where webset_id = $1 and id between 10 and 19', [websetId])
    await bench.sql('update websets set row_count = row_count - 10, deleted_rows = deleted_rows + 10 where id = $1', [
      websetId,
    ])
    for (const id of range(10, 19)) gone.add(id)
    for (const offset of [0, 5, 1000]) await check(offset)
  })

  it('sort a list by the text that people see', async () => {
    const websetId = await bench.fill(mixed(3))
    await bench.sql(`update columns set kind = 'list' where webset_id = $1 and id = 'c1'`, [websetId])
    const lists = [[{ name: 'Zoe', title: 'CEO' }], ['rope', 'hats'], [{ name: 'Ann', title: 'CFO' }]]
    for (const [at, list] of lists.entries())
      await bench.sql(
        `update rows set cells = cells || jsonb_build_object('c1', $3::jsonb) where webset_id = $1 and id = $2`,
        [websetId, at + 1, JSON.stringify(list)],
      )
    expect(idsOf(await bench.window(websetId, { sort: 'c1:asc' }))).toEqual([3, 2, 1])
  })
})

describe('paging', () => {
  /** Pages through a view, and does something to the sheet after each page. */
  async function walk(websetId: string, query: Partial<RowsQuery>, meanwhile: (page: number) => Promise<unknown>) {
    const seen: number[] = []
    for (let [cursor, page] = [undefined as string | undefined, 1]; ; page++) {
      const found = await bench.window(websetId, { ...query, cursor, limit: 60 })
      seen.push(...idsOf(found))
      if (!found.nextCursor) return seen
      cursor = found.nextCursor
      await meanwhile(page)
    }
  }
  const addOne = (websetId: string) => bench.add(websetId, 'Firm 1', -1)

  it('by cursor shows each row of a sorted view once, while rows are added and changed', async () => {
    const websetId = await bench.fill(mixed(250))
    const before = (await bench.window(websetId, { sort: 'c2:asc', limit: 500 })).ids
    const seen = await walk(websetId, { sort: 'c2:asc' }, async (page) => {
      await addOne(websetId)
      await bench.edit(websetId, before.at(-page)!, 'c2', '-7')
    })
    expect(seen).toEqual(before)
  })

  it('by cursor goes on in a filtered list after the last row, when its order is lost', async () => {
    const websetId = await bench.fill(mixed(2500))
    const filter = [{ column: 'c1', op: 'equals' as const, value: 'Firm 1' }]
    const seen = await walk(websetId, { filter }, async () => {
      await bench.setDeleted(websetId, [1], true)
      await bench.sql('delete from view_orders')
      await addOne(websetId)
    })
    expect(seen).toEqual([...range(0, 249).map((at) => at * 10 + 1), ...range(2501, 2504)])
  })

  it('by cursor in the unsorted list comes to rows that are added', async () => {
    const websetId = await bench.fill(mixed(130))
    const seen = await walk(websetId, {}, async () => {
      await bench.setDeleted(websetId, [1, 2], true)
      await addOne(websetId)
    })
    expect(seen).toEqual(range(1, 132))
  })

  it('by offset sees what was added before it asked', async () => {
    const websetId = await bench.fill(mixed(130))
    for (const [at, query] of [{}, { sort: 'c2:desc' }, { search: 'firm' }].entries()) {
      await addOne(websetId)
      const last = await bench.window(websetId, { ...query, offset: 130 + at })
      expect([last.total, last.rows.length]).toEqual([131 + at, 1])
    }
  })

  it('refuses a cursor that it did not make', async () => {
    const websetId = await bench.fill(mixed(1))
    for (const place of ['x', JSON.stringify({ order: websetId }), JSON.stringify({ offset: -1 })])
      await expect(bench.window(websetId, { cursor: Buffer.from(place).toString('base64url') })).rejects.toMatchObject({
        code: 'bad_cursor',
      })
  })
})
