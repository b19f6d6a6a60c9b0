import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SCHEMA } from '../database.ts'

/** A sign-in looks these up before it knows a workspace. Why: docs/decisions, accounts outside row-level security. */
const ACCOUNTS = ['api_tokens', 'invitations', 'memberships', 'refresh_tokens']

let owner: pg.Client
beforeAll(async () => {
  owner = new pg.Client({ connectionString: testDatabase.ownerUrl })
  await owner.connect()
})
afterAll(() => owner.end())

it('every table of a workspace has row-level security, and a policy that asks for the workspace', async () => {
  const { rows } = await owner.query<{ table: string; secured: boolean; rule: string | null }>(
    `select c.relname as "table", c.relrowsecurity as secured, pg_get_expr(p.polqual, p.polrelid) as rule
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
     left join pg_policy p on p.polrelid = c.oid
     where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p')
     order by c.relname`,
    [SCHEMA],
  )
  expect(rows.filter(({ secured }) => !secured).map(({ table }) => table)).toEqual(ACCOUNTS)
  for (const { table, rule } of rows.filter(({ secured }) => secured))
    expect([table, rule]).toEqual([table, expect.stringMatching(/workspace_id = .*'app\.workspace_id'/s)])
})

/** What no workspace’s content is in: accounts, counts, ids of jobs, and which processes live. */
const WITHOUT_CONTENT = [
  ...ACCOUNTS,
  'login_links',
  'migrations',
  'outbox',
  'processes',
  'rate_limits',
  'users',
  'workspaces',
]

it('every other table has it too, but for those without content of workspaces', async () => {
  const { rows } = await owner.query<{ table: string }>(
    `select relname as "table"
     from pg_class
     where relnamespace = $1::regnamespace and relkind in ('r', 'p') and not relrowsecurity
     order by relname`,
    [SCHEMA],
  )
  expect(rows.map(({ table }) => table)).toEqual(WITHOUT_CONTENT.toSorted())
})

it('events that wait for other processes are seen by the connections that carry events only', async () => {
  await owner.query(`insert into ${SCHEMA}.socket_io_attachments (payload) values ('\\x00')`)
  const seen = async (options: string) => {
    const client = new pg.Client({ connectionString: testDatabase.appUrl, options })
    await client.connect()
    const { rowCount } = await client.query(`select from ${SCHEMA}.socket_io_attachments`)
    await client.end()
    return rowCount
  }
  expect(await seen('-c app.workspace_id=00000000-0000-4000-8000-000000000000')).toBe(0)
  expect(await seen('-c app.carries_events=on')).toBe(1)
})
