import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TestApi } from '../testing/open-test-api.ts'

let api: TestApi
let owner: pg.Client
beforeAll(async () => {
  api = await TestApi.open()
  owner = new pg.Client({ connectionString: testDatabase.ownerUrl, options: '-c search_path=enrichify' })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await api.close()
})

it('a client that leaves takes its heavy work along', async () => {
  const who = await api.visitor()
  const { id } = await who.json('POST', '/websets', { name: 'Sheet', paste: 'name\nAcme\nBeta' })
  // As if it had many rows: then a window is found in a pass that can be ended.
  await owner.query('update websets set next_row_id = 120001 where id = $1', [id])
  await owner.query('begin')
  await owner.query('lock table rows in access exclusive mode')
  const held = async (): Promise<number> => {
    const { rows } = await owner.query<{ held: number }>(
      `select count(*)::int as held
       from pg_locks
       join pg_stat_activity using (pid)
       where relation = 'rows'::regclass and not granted and application_name = 'enrichify'`,
    )
    return rows[0]!.held
  }
  const leaving = new AbortController()
  const window = fetch(`${api.origin}/api/v1/websets/${id}/rows?sort=c1:asc`, {
    headers: { authorization: `Bearer ${who.session.accessToken}` },
    signal: leaving.signal,
  })
  const left = expect(window).rejects.toThrow('aborted')
  await expect.poll(held).toBe(1)
  leaving.abort()
  await left
  await expect.poll(held).toBe(0)
  await owner.query('commit')
  const found = await who.json('GET', `/websets/${id}/rows?sort=c1:asc`)
  expect(found.total).toBe(2)
})
