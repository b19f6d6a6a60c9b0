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
