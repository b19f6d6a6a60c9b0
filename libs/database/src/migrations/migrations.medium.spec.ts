import pg from 'pg'
import { DataSource } from 'typeorm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { MIGRATIONS } from './index.ts'

const SCHEMA = 'enrichify_migrations'
const WORKSPACE = '00000000-0000-4000-8000-0000000000aa'
const WEBSET = '00000000-0000-4000-8000-0000000000bb'
let owner: pg.Client
let source: DataSource

// In a schema beside the product's own, which has the newest state already.
beforeAll(async () => {
  const url = testDatabase.ownerUrl
  owner = new pg.Client({ connectionString: url })
  await owner.connect()
  await owner.query(`drop schema if exists ${SCHEMA} cascade`)
  await owner.query(`create schema ${SCHEMA}`)
  source = new DataSource({
    type: 'postgres',
    url,
    schema: SCHEMA,
    migrations: MIGRATIONS,
    migrationsTableName: 'migrations',
    extra: { options: `-c search_path=${SCHEMA}` },
  })
  await source.initialize()
})
afterAll(async () => {
  await source.destroy()
  await owner.query(`drop schema ${SCHEMA} cascade`)
  await owner.end()
})

const step = async (direction: 'up' | 'down', some: typeof MIGRATIONS): Promise<void> => {
  const runner = source.createQueryRunner()
  for (const migration of direction === 'up' ? some : some.toReversed()) await new migration()[direction](runner)
  await runner.release()
}
const enrichments = () =>
  source.query<{ id: string; enrichment: Record<string, unknown> | null }[]>(
    'select id, enrichment from columns order by id',
  )

it('go up, down and up again, and carry columns over in both directions', async () => {
  await source.runMigrations({ transaction: 'all' })
  const from = MIGRATIONS.findIndex((migration) => migration.name.startsWith('Waterfall'))
  const [before, after] = [MIGRATIONS.slice(0, from), MIGRATIONS.slice(from)]
  await step('down', after)
  await source.query(`insert into workspaces (id, name) values ($1, 'W')`, [WORKSPACE])
  await source.query(`insert into websets (workspace_id, id, name) values ($1, $2, 'S')`, [WORKSPACE, WEBSET])
  const model = { connectionId: WORKSPACE, model: 'm' }
  const old = [
    null,
    { question: 'Phone?', fact: 'phone', strategy: 'website', model: null },
    { question: 'Why?', fact: null, strategy: 'model', model },
  ]
  for (const [index, enrichment] of old.entries())
    await source.query(
      `insert into columns (workspace_id, webset_id, id, name, kind, position, enrichment)
       values ($1, $2, $3, 'C', 'text', $4, $5)`,
      [WORKSPACE, WEBSET, `c${index + 1}`, index, enrichment && JSON.stringify(enrichment)],
    )
  await step('up', after)
  const [plain, fact, question] = await enrichments()
  expect(plain!.enrichment).toBeNull()
  expect(fact!.enrichment).toMatchObject({
    method: 'answer',
    fact: 'phone',
    stop: 'verified',
    rungs: [
      { kind: 'structured', enabled: true },
      { kind: 'patterns', enabled: true },
      { kind: 'data', enabled: false },
      { kind: 'model', enabled: false, model: null },
      { kind: 'search' },
      { kind: 'agent' },
    ],
  })
  expect(question!.enrichment).toMatchObject({
    method: 'answer',
    question: 'Why?',
    fact: null,
    rungs: [
      { kind: 'data', enabled: false, model: null },
      { kind: 'model', enabled: true, model, maxMicros: null, maxPages: null, maxSteps: null },
      { kind: 'search', enabled: false, model },
      { kind: 'agent', enabled: false, model },
    ],
  })
  await step('down', after)
  expect((await enrichments()).map(({ enrichment }) => enrichment)).toEqual(old)
  await source.query('delete from workspaces')
  await step('down', before)
  expect(
    await source.query(`select tablename from pg_tables where schemaname = $1 and tablename <> 'migrations'`, [SCHEMA]),
  ).toEqual([])
  await step('up', MIGRATIONS)
})

it('let earlier actions be taken back whole, and leave stale cells stale, in both directions', async () => {
  const last = MIGRATIONS.slice(MIGRATIONS.findIndex((migration) => migration.name.startsWith('WholeUndo')))
  await step('down', last)
  await source.query(`insert into workspaces (id, name) values ($1, 'W')`, [WORKSPACE])
  await source.query(`insert into websets (workspace_id, id, name) values ($1, $2, 'S')`, [WORKSPACE, WEBSET])
  await source.query(
    `insert into rows (workspace_id, webset_id, id, cells) values ($1, $2, 1, '{}'), ($1, $2, 2, '{}')`,
    [WORKSPACE, WEBSET],
  )
  await source.query(
    `insert into cell_states (workspace_id, webset_id, row_id, column_id, state, stale)
     values ($1, $2, 1, 'c1', 'asserted', true), ($1, $2, 2, 'c1', 'asserted', false)`,
    [WORKSPACE, WEBSET],
  )
  const action = '00000000-0000-4000-8000-0000000000cc'
  await source.query(
    `insert into actions (workspace_id, id, webset_id, user_id, kind, label, payload)
     values ($1, $3, $2, $3, 'column.add', 'x', '{"columnId":"c1"}')`,
    [WORKSPACE, WEBSET, action],
  )
  await source.query(
    `insert into changes (
       workspace_id, webset_id, row_id, column_id, before_state, after_state, empty_reason, actor_kind, run_id,
       action_id
     )
     values ($1, $2, 1, 'c1', null, 'empty', 'not_on_page', 'run', $3, null),
       ($1, $2, 1, 'c1', 'empty', 'human', null, 'person', null, $3),
       ($1, $2, 2, 'c1', null, 'human', null, 'person', null, $3)`,
    [WORKSPACE, WEBSET, action],
  )
  await step('up', last)
  expect(await source.query('select rested_on from changes order by id')).toEqual([
    { rested_on: null },
    { rested_on: { evidenceId: null, empty: 'not_on_page', runId: action } },
    { rested_on: null },
  ])
  const stale = () => source.query('select stale from cell_states order by row_id')
  const payload = () => source.query('select payload from actions')
  expect(await stale()).toEqual([{ stale: true }, { stale: false }])
  expect(await payload()).toEqual([{ payload: { columnIds: ['c1'] } }])
  await step('down', last)
  expect(await stale()).toEqual([{ stale: true }, { stale: false }])
  expect(await payload()).toEqual([{ payload: { columnId: 'c1' } }])
  await step('up', last)
})
