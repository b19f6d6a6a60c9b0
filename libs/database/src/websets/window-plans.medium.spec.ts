import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Database, type Tx } from '../database.ts'
import { RowRepository } from './row.repository.ts'
import { ViewOrderRepository, type ViewOrder } from './view-order.repository.ts'

/*
 * What PostgreSQL does for a window, as the application's role under its policy. Operators that are not leakproof are
 * no index conditions there, so that a statement that looks right can read a whole webset.
 * A million rows: WINDOW_ROWS=1000000 npx vitest run --project medium window-plans
 */
const ROWS = Number(process.env.WINDOW_ROWS ?? 100_000)
/** What a window may touch in any part of a plan: some chunks of ids, and the rows of the window. */
const FEW = 2500
const WINDOW = 100
/** So few rows, also of the largest webset, that a key is not faster. What is read of them counts like the rest. */
const SMALL = new Set(['websets', 'runs', 'row_gaps'])

const scope = { workspaceId: randomUUID() }
const websetId = randomUUID()
const rows = new RowRepository()
const orders = new ViewOrderRepository()
let database: Database
let order: ViewOrder

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  'Heap Fetches'?: number
  'Sort Space Type'?: string
  Plans?: Plan[]
}

beforeAll(async () => {
  const owner = new pg.Client({ connectionString: testDatabase.ownerUrl, options: '-c search_path=enrichify' })
  await owner.connect()
  const scoped = [scope.workspaceId, websetId]
  await owner.query(`insert into workspaces (id, name) values ($1, 'W')`, [scope.workspaceId])
  await owner.query(
    `insert into websets (workspace_id, id, name, row_count, deleted_rows, next_row_id, version)
     values ($1, $2, 'S', $3 - $3 / 100, $3 / 100, $3 + 1, $3)`,
    [...scoped, ROWS],
  )
  await owner.query(
    `insert into rows (workspace_id, webset_id, id, cells, deleted_at)
     select $1, $2, n, jsonb_build_object('c1', n * 7919 % 1000003, 'c2', 'Firm ' || n % 1000),
       case when n % 100 = 0 then now() end
     from generate_series(1, $3::bigint) n`,
    [...scoped, ROWS],
  )
  await owner.query(
    `insert into row_gaps (workspace_id, webset_id, block, deleted)
     select $1, $2, block, 10
     from generate_series(0, $3::bigint / 1000 - 1) block`,
    [...scoped, ROWS],
  )
  await owner.query(
    `insert into cell_states (workspace_id, webset_id, row_id, column_id, state, empty_reason)
     select $1, $2, n, 'c2', 'empty', 'not_on_page'
     from generate_series(1, $3::bigint) n`,
    [...scoped, ROWS],
  )
  await owner.query(
    `insert into changes (workspace_id, webset_id, row_id, column_id, actor_kind, version)
     select $1, $2, n, 'c2', 'system', n
     from generate_series(1, $3::bigint) n`,
    [...scoped, ROWS],
  )
  const { rows: runs } = await owner.query<{ id: string }>(
    `insert into runs (workspace_id, webset_id, name, state, scope, column_ids, max_pages, rows, created_by)
     values ($1, $2, 'R', 'running', '{"kind":"all"}', '{c2}', 1, $3, $1)
     returning id`,
    [...scoped, ROWS],
  )
  await owner.query(
    `insert into run_batches (workspace_id, webset_id, run_id, id, row_ids)
     select $1, $2, $3, n, array(select generate_series(n * 20 + 1, n * 20 + 20))
     from generate_series(0, $4::bigint / 20 - 1) n`,
    [...scoped, runs[0]!.id, ROWS],
  )
  database = await Database.connect({
    url: testDatabase.appUrl,
    role: null,
    connections: 2,
    onError: () => {},
  })
  order = await database.inScope(scope, async (tx) => {
    const made = await orders.begin(tx, websetId, { queryHash: 'q', version: ROWS - 1000, total: ROWS })
    const total = await orders.storeInSteps(
      tx,
      made.id,
      {
        websetId,
        query: { filter: [], search: null, sort: { column: 'c1', direction: 'asc' } },
        kinds: new Map([['c1', 'number']]),
      },
      ROWS,
      () => {},
    )
    await orders.finish(tx, made.id, total)
    return (await orders.find(tx, websetId, made.id, 'q'))!
  })
  // As the worker and the server do while tables grow.
  await owner.query('select freshen_statistics()')
  await owner.query('vacuum cell_states')
  await owner.end()
}, 180_000)
afterAll(() => database.close())

/** Runs work in a transaction that has each of its statements explained while it runs it. */
async function plansOf(work: (tx: Tx) => Promise<unknown>): Promise<Plan[]> {
  const plans: Plan[] = []
  await database.inScope(scope, (tx) =>
    work({
      ...tx,
      query: async <T extends pg.QueryResultRow>(sql: string, parameters?: unknown[]) => {
        plans.push(await explain(tx, sql, parameters))
        return tx.query<T>(sql, parameters)
      },
      // After some calls, PostgreSQL may go on with one plan for all values.
      prepared: async <T extends pg.QueryResultRow>(sql: string, parameters: unknown[]) => {
        plans.push(await explain(tx, sql, parameters))
        await tx.query(`prepare asked as ${sql}`)
        await tx.query('set local plan_cache_mode = force_generic_plan')
        plans.push(await explain(tx, `execute asked (${parameters.map(literal).join(', ')})`))
        await tx.query('set local plan_cache_mode = auto')
        await tx.query('deallocate asked')
        return tx.prepared<T>(sql, parameters)
      },
    }),
  )
  return plans
}

async function explain(tx: Tx, statement: string, parameters?: unknown[]): Promise<Plan> {
  await tx.query('savepoint before')
  const [found] = await tx.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `explain (analyze, timing off, format json) ${statement}`,
    parameters,
  )
  await tx.query('rollback to before')
  return found!['QUERY PLAN'][0].Plan
}

const literal = (value: unknown): string =>
  pg.escapeLiteral(Array.isArray(value) ? `{${value.join(',')}}` : String(value))

function faultsOf(plan: Plan): string[] {
  const touched =
    plan['Actual Loops'] *
    (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0))
  const name = `${plan['Node Type']} ${plan['Relation Name'] ?? ''}`
  return [
    ...(touched > FEW ? [`${name} touches ${touched} rows`] : []),
    ...(plan['Node Type'] === 'Seq Scan' && !SMALL.has(plan['Relation Name']!) ? [`${name} has no key`] : []),
    ...(plan['Sort Space Type'] === 'Disk' ? [`${name} sorts on the disk`] : []),
    ...(plan.Plans ?? []).flatMap(faultsOf),
  ]
}

const faults = async (work: (tx: Tx) => Promise<unknown>): Promise<string[]> => (await plansOf(work)).flatMap(faultsOf)

describe.each([0, 0.37, 0.99])('at %d of the depth, a window reads by key', (depth) => {
  const offset = Math.floor(ROWS * depth)

  it('of an order: its chunk, its rows, their marks, and what waits for a run', async () => {
    expect(
      await faults(async (tx) => {
        await orders.find(tx, websetId, order.id, 'q')
        await orders.latest(tx, websetId, 'q')
        await orders.moment(tx, websetId)
        const ids = (await orders.places(tx, order, Math.min(offset, order.total - WINDOW), WINDOW))!
        expect(ids).toHaveLength(WINDOW)
        expect(await rows.byIds(tx, websetId, ids)).toHaveLength(WINDOW)
        expect(await rows.marks(tx, websetId, ids)).toHaveLength(WINDOW)
        expect((await rows.pending(tx, websetId, ids)).size).toBe(WINDOW)
      }),
    ).toEqual([])
  })

  it('of the unsorted list with rows in the trash', async () => {
    expect(
      await faults(async (tx) => {
        const moment = await rows.listMoment(tx, websetId)
        const place = Math.min(offset, moment.rows - WINDOW)
        const found = await rows.listed(tx, websetId, moment, place, WINDOW)
        const expected = Array.from({ length: WINDOW }, (_, at) => place + at + Math.floor((place + at) / 99) + 1)
        expect(found.map(({ id }) => id)).toEqual(expected)
      }),
    ).toEqual([])
  })
})

it('marks are read from their key, without what a window does not show', async () => {
  const ids = Array.from({ length: WINDOW }, (_, at) => 1 + at * Math.floor(ROWS / WINDOW))
  // How much of the table is looked at beside the index depends on when it was vacuumed, and not on the plan.
  for (const plan of await plansOf((tx) => rows.marks(tx, websetId, ids)))
    expect(plan).toMatchObject({ 'Node Type': 'Index Only Scan', 'Actual Rows': WINDOW })
})

it('whether an order is current is read from the changes since', async () => {
  expect(
    await faults(async (tx) => {
      const moment = (await orders.moment(tx, websetId))!
      expect(await orders.isCurrent(tx, websetId, order, moment, { columns: ['c1'], stale: true })).toBe(true)
    }),
  ).toEqual([])
})

it('this test would notice a window that computes the whole view', async () => {
  expect(
    await faults((tx) =>
      orders.findPlaces(
        tx,
        {
          websetId,
          query: { filter: [], search: null, sort: { column: 'c2', direction: 'asc' } },
          kinds: new Map([['c2', 'text']]),
        },
        { offset: 0 },
        WINDOW,
      ),
    ),
  ).not.toEqual([])
})
