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
