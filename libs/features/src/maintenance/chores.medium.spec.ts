import { Readable } from 'node:stream'
import {
  AccountsRepository,
  Database,
  ImportRepository,
  LedgerRepository,
  OperationsRepository,
  ProcessRepository,
  RunRepository,
  ViewOrderRepository,
  type Tx,
} from '@enrichify/database'
import type { Principal } from '@enrichify/domain'
import { FileStorage, type JobQueue } from '@enrichify/platform'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ProcessLife } from '../core/process-life.ts'
import { RunsService } from '../enrichment/runs.service.ts'
import { ExportRunner } from '../exports/export-runner.ts'
import { ExportsService } from '../exports/exports.service.ts'
import { ImportsService } from '../imports/imports.service.ts'
import { Ledger } from '../providers/ledger.service.ts'
import { SampleService } from '../sample/sample.service.ts'
import { openTestServices, testConfig, type TestServices } from '../testing/open-test-services.ts'
import { payingWorkspace } from '../testing/paying-workspace.ts'
import { plainRun } from '../testing/plain-run.ts'
import { RowsService } from '../websets/rows.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import {
  CloseOrphanedCalls,
  EachWorkspace,
  FreshenStatistics,
  RemoveExpiredExports,
  RemoveStaleUploads,
  ReviveRuns,
  SweepOrders,
  SweepTables,
} from './chores.ts'

let services: TestServices
let database: Database
let workspaces: EachWorkspace

beforeAll(async () => {
  services = await openTestServices()
  database = services.get(Database)
  workspaces = new EachWorkspace(database, services.get(AccountsRepository))
})
afterAll(() => services.close())

const count = async (tx: Tx, sql: string): Promise<number> => (await tx.query(sql)).length

it('does its work in one workspace after another', async () => {
  const [one, two] = [await services.createMember(), await services.createMember()]
  const seen: string[] = []
  let running = 0
  await workspaces.do(async ({ workspaceId }) => {
    expect(++running).toBe(1)
    seen.push(workspaceId)
    await database.inScope({ workspaceId }, (tx) => tx.query('select 1'))
    running--
  })
  expect(seen).toEqual(expect.arrayContaining([one.workspaceId, two.workspaceId]))
})

it('stops at the first workspace that fails, so that the next round tries again', async () => {
  await services.createMember()
  await expect(workspaces.do(() => Promise.reject(new Error('away')))).rejects.toThrow('away')
})

describe('reviving runs', () => {
  let counts: Record<string, number>
  let chore: ReviveRuns
  let who: Principal
  let runId: string

  /** A run of four rows whose jobs were taken out of the queue, and are lost. */
  beforeEach(async () => {
    who = await services.createMember()
    const websetId = await services.get(SampleService).create(who)
    await services.idle()
    const { columns } = await services.get(WebsetsService).get(who, websetId)
    runId = await database.inScope(who, async (tx) => {
      const runs = services.get(RunRepository)
      const { id } = await runs.create(
        tx,
        plainRun({
          websetId,
          scope: { kind: 'rows', rowIds: [1, 2, 3, 4] },
          columnIds: columns.filter(({ enrichment }) => enrichment).map(({ id: columnId }) => columnId),
          plan: [],
          createdBy: who.userId,
        }),
      )
      await runs.issue(tx, id, 100)
      return id
    })
    counts = {}
    const queue = { counts: async () => ({ enrichment: counts }) } as unknown as JobQueue
    chore = new ReviveRuns(workspaces, queue, services.get(RunsService))
  })

  async function round() {
    await chore.run()
    await services.idle()
    const { state, rowsDone } = await services.get(RunsService).get(who, runId)
    return { isOver: state === 'finished', rowsDone }
  }

  it('starts once the queue was empty twice; failed jobs do not count', async () => {
    counts = { waiting: 0, active: 0, delayed: 0, failed: 3 }
    expect(await round()).toEqual({ isOver: false, rowsDone: 0 })
    expect(await round()).toEqual({ isOver: true, rowsDone: 4 })
  })

  it('leaves a run alone while the queue has jobs, or had some the last time', async () => {
    for (const waiting of [0, 1, 0, 2]) {
      counts = { waiting, active: 0, failed: 0 }
      expect(await round()).toEqual({ isOver: false, rowsDone: 0 })
    }
  })
})

it('removes expired exports of every workspace, with their files', async () => {
  const made: { who: Principal; id: string }[] = []
  for (const isExpired of [true, true, false]) {
    const who = await services.createMember()
    const { websetId } = await services.importText(who, 'name\nAcme')
    const { id } = await services.get(ExportsService).start(who, websetId, { format: 'csv', evidence: false })
    await services.idle()
    if (isExpired)
      await database.inScope(who, (tx) => tx.query(`update exports set expires_at = now() where id = $1`, [id]))
    made.push({ who, id })
  }
  await new RemoveExpiredExports(workspaces, services.get(ExportRunner)).run()
  const states = await Promise.all(made.map(({ who, id }) => services.get(ExportsService).get(who, id)))
  expect(states.map(({ state }) => state)).toEqual(['EXPIRED', 'EXPIRED', 'READY'])
  const sizes = await Promise.all(made.map(({ id }) => services.get(FileStorage).size(`exports/${id}.csv`)))
  expect(sizes.map((size) => size !== null)).toEqual([false, false, true])
})

it('removes uploads of yesterday that no import waits for, with their files', async () => {
  const who = await services.createMember()
  const { websetId } = await services.importText(who, 'name\nAcme')
  const imports = services.get(ImportsService)
  const upload = (): Promise<string> => imports.upload(who, { name: 'a.csv', body: Readable.from(['name\nAcme']) })
  const [stale, waiting, young] = [await upload(), await upload(), await upload()]
  await database.inScope(who, async (tx) => {
    // The job of this import has not run yet.
    const file = { fileName: 'a.csv', storageKey: `uploads/${waiting}`, bytes: 9, options: {}, ownWebset: false }
    await services.get(ImportRepository).create(tx, { websetId, createdBy: who.userId, ...file })
    await tx.query(`update uploads set created_at = now() - interval '25 hours' where id = any($1)`, [[stale, waiting]])
  })
  await new RemoveStaleUploads(workspaces, imports).run()
  const left = await database.inScope(who, (tx) => tx.query<{ id: string }>('select id from uploads'))
  expect(left.map(({ id }) => id)).toEqual(expect.arrayContaining([waiting, young]))
  expect(left.map(({ id }) => id)).not.toContain(stale)
  const sizes = await Promise.all([stale, waiting, young].map((id) => services.get(FileStorage).size(`uploads/${id}`)))
  expect(sizes.map((size) => size !== null)).toEqual([false, true, true])
})

it('closes calls whose worker died: sent ones become uncertain, others give their money back', async () => {
  const { who, candidate, call } = await payingWorkspace(services)
  const ledger = services.get(Ledger)
  const reserve = async (): Promise<string> => {
    const reservation = await ledger.reserve(who, call(), candidate, async () => true)
    if (reservation.kind !== 'reserved') throw new Error('answered already')
    return reservation.id
  }
  const [unsent, sent, youngUnsent, youngSent] = [await reserve(), await reserve(), await reserve(), await reserve()]
  await ledger.dispatch(who, sent, candidate)
  await ledger.dispatch(who, youngSent, candidate)
  const config = testConfig({ PROVIDER_TIMEOUT_SECONDS: 30 })
  await database.inScope(who, (tx) =>
    tx.query(
      `update calls set created_at = now() - interval '61 seconds',
         dispatched_at = case when dispatched_at is null then null else now() - interval '61 seconds' end
       where id = any($1)`,
      [[unsent, sent]],
    ),
  )
  await new CloseOrphanedCalls(
    workspaces,
    database,
    services.get(LedgerRepository),
    services.get(ProcessRepository),
    services.get(ProcessLife),
    config,
  ).run()
  const states = await database.inScope(who, (tx) =>
    tx.query<{ id: string; state: string }>('select id, state from calls'),
  )
  expect(Object.fromEntries(states.map(({ id, state }) => [id, state]))).toEqual({
    [unsent]: 'released',
    [sent]: 'uncertain',
    [youngUnsent]: 'reserved',
    [youngSent]: 'dispatched',
  })
})

it('sweeps what has expired out of the tables, and nothing else', async () => {
  const who = await services.createMember()
  await database.inScope(who, (tx) =>
    tx.query(
      `insert into idempotency_keys (owner, key, request_hash, created_at) values
         ('o', 'old', 'h', now() - interval '25 hours'), ('o', 'new', 'h', now() - interval '23 hours')`,
    ),
  )
  await database.inSystem(async (tx) => {
    await tx.query(
      `insert into rate_limits (key, hits, until) values
         ('old', 1, now() - interval '61 minutes'), ('new', 1, now() - interval '59 minutes')`,
    )
    await tx.query(
      `insert into refresh_tokens (user_id, workspace_id, family_id, token_hash, expires_at) values
         ($1, $2, gen_random_uuid(), 'old', now() - interval '25 hours'),
         ($1, $2, gen_random_uuid(), 'new', now() - interval '23 hours')`,
      [who.userId, who.workspaceId],
    )
  })
  await new SweepTables(workspaces, database, services.get(OperationsRepository)).run()
  expect(await database.inScope(who, (tx) => tx.query('select key from idempotency_keys'))).toEqual([{ key: 'new' }])
  await database.inSystem(async (tx) => {
    expect(await count(tx, `select from rate_limits where key = 'old'`)).toBe(0)
    expect(await count(tx, `select from rate_limits where key = 'new'`)).toBe(1)
    expect(await tx.query('select token_hash from refresh_tokens')).toEqual([{ token_hash: 'new' }])
  })
})

it('removes orders of views that were not read for a day', async () => {
  const who = await services.createMember()
  const { websetId } = await services.importText(who, 'name\nBeta\nAcme')
  const rows = services.get(RowsService)
  const old = await rows.window(who, websetId, { limit: 1, sort: 'c1:asc' })
  const young = await rows.window(who, websetId, { limit: 1, sort: 'c1:desc' })
  await database.inScope(who, (tx) =>
    tx.query(`update view_orders set last_used_at = now() - interval '25 hours' where id = $1`, [old.order.id]),
  )
  await new SweepOrders(workspaces, database, services.get(ViewOrderRepository)).run()
  await database.inScope(who, async (tx) => {
    expect(await tx.query('select id from view_orders')).toEqual([{ id: young.order.id }])
    expect(await tx.query('select order_id from view_order_chunks')).toEqual([{ order_id: young.order.id }])
  })
})

it('refreshes the planner’s statistics of a table that has grown', async () => {
  const owner = new pg.Client({ connectionString: testDatabase.ownerUrl })
  await owner.connect()
  // Autovacuum could be first.
  await owner.query('alter table enrichify.rows set (autovacuum_enabled = false)')
  await owner.end()
  const who = await services.createMember()
  await services.importText(who, `name\n${Array.from({ length: 700 }, (_, index) => `Firm ${index}`).join('\n')}`)
  const read = async () => {
    const [found] = await database.inSystem((tx) =>
      tx.query<{ changed: number; analyzed: boolean }>(
        `select n_mod_since_analyze::int as changed, last_analyze is not null as analyzed
         from pg_stat_user_tables where schemaname = 'enrichify' and relname = 'rows'`,
      ),
    )
    return found!
  }
  // PostgreSQL counts changes a moment after the commit.
  await expect.poll(async () => (await read()).changed).toBeGreaterThan(700)
  await new FreshenStatistics(database, services.get(OperationsRepository)).run()
  await expect.poll(read).toEqual({ changed: 0, analyzed: true })
})
