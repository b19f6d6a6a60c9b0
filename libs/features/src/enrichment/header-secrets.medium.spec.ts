import { AccountsRepository, Database } from '@enrichify/database'
import type { HttpPlan } from '@enrichify/domain'
import { MasterKeys } from '@enrichify/platform'
import { beforeEach, expect, it } from 'vitest'
import { EachWorkspace, SealHeaders } from '../maintenance/chores.ts'
import { KeyRotation } from '../providers/key-rotation.ts'
import { PAGES, useLadderBench, type Sheet } from '../testing/ladder-bench.ts'
import { CommandsService } from '../websets/commands.service.ts'
import { HeaderVault } from '../websets/header-vault.ts'
import { WebsetsService } from '../websets/websets.service.ts'

const bench = useLadderBench()
const { createSheet, add, run, cell } = bench
const TOKEN = 'canary-9f27c1d0aa1b'

let sent: Record<string, unknown>[]
beforeEach(() => {
  sent = []
  bench.model.other = (_url, _body, headers) => {
    sent.push(headers)
    // A host that says back what it was sent.
    return { body: JSON.stringify({ said: headers.authorization }) }
  }
})

const planOf = (headers: Record<string, string>, host = bench.model.host): HttpPlan => ({
  method: 'http',
  request: { verb: 'GET', url: `http://${host}/{Company}`, headers, body: '', path: 'said' },
  condition: null,
})
const headersOf = async ({ who, websetId }: Sheet, columnId: string) => {
  const { columns } = await bench.services.get(WebsetsService).get(who, websetId)
  return (columns.find(({ id }) => id === columnId)!.enrichment as HttpPlan).request.headers
}
/** Every table that a workspace can read, as text. */
const dump = ({ who }: Sheet) =>
  bench.services.get(Database).inScope(who, async (tx) => {
    const tables = await tx.query<{ name: string }>(
      `select table_name as name from information_schema.tables
       where table_schema = 'enrichify' and table_name <> 'migrations'`,
    )
    const texts: string[] = []
    for (const { name } of tables) texts.push(JSON.stringify(await tx.query(`select t::text as line from ${name} t`)))
    return texts.join('\n')
  })

it('a header is sent as it was given, and nothing stored or shown has more of it than its last four', async () => {
  const sheet = await createSheet(PAGES, ['Alder'])
  const said = await add(
    sheet,
    'Said',
    planOf({ Authorization: `Bearer ${TOKEN}`, 'X-Row': 'row of {Company}', accept: 'a/b' }),
  )
  const shown = await headersOf(sheet, said)
  expect(shown.Authorization).toMatch(/^stored:…aa1b:[\da-f-]{36}$/)
  expect(shown['X-Row']).toMatch(/^stored:….*\{c1\}$/)
  expect(shown.accept).toBe('a/b')
  await run(sheet, [said])
  expect(sent[0]).toMatchObject({ authorization: `Bearer ${TOKEN}`, 'x-row': 'row of Alder Works', accept: 'a/b' })
  expect((await cell(sheet, 1, said)).value).not.toContain(TOKEN)
  // Saved again as it is shown: nothing changes, and the value is still there.
  await bench.services.get(WebsetsService).updateColumn(sheet.who, sheet.websetId, said, { plan: planOf(shown) })
  expect(await headersOf(sheet, said)).toEqual(shown)
  expect(await dump(sheet)).not.toContain(TOKEN)
  const actions = await bench.services.get(CommandsService).list(sheet.who, sheet.websetId, { mine: true, limit: 50 })
  expect(JSON.stringify(actions)).not.toContain(TOKEN)
})

it('a header goes to the host that it was given for and to no other', async () => {
  const sheet = await createSheet(PAGES, ['Alder'])
  const said = await add(sheet, 'Said', planOf({ authorization: TOKEN }))
  const shown = await headersOf(sheet, said)
  const websets = bench.services.get(WebsetsService)
  await expect(
    websets.updateColumn(sheet.who, sheet.websetId, said, { plan: planOf(shown, 'attacker.example') }),
  ).rejects.toMatchObject({ code: 'header_required' })
  await expect(add(sheet, 'Copy', planOf(shown, 'attacker.example'))).rejects.toMatchObject({ code: 'header_required' })
  const other = await createSheet(PAGES, ['Alder'])
  const copied = await add(other, 'Copy', planOf(shown))
  await run(other, [copied])
  expect(sent).toHaveLength(1)
  expect(JSON.stringify(sent)).not.toContain(TOKEN)
})

it('headers of before are sealed once, in columns, runs and the log', async () => {
  const sheet = await createSheet(PAGES, ['Alder'])
  const said = await add(sheet, 'Said', planOf({}))
  const database = bench.services.get(Database)
  const old = planOf({ authorization: `Bearer ${TOKEN}` })
  await run(sheet, [said])
  await database.inScope(sheet.who, async (tx) => {
    await tx.query('update columns set enrichment = $2 where id = $1', [said, JSON.stringify(old)])
    await tx.query(
      `update runs set plan = jsonb_build_array(jsonb_build_object('id', $1::text, 'enrichment', $2::jsonb))`,
      [said, JSON.stringify(old)],
    )
    await tx.query(
      `update actions set payload = payload || jsonb_build_object('after', jsonb_build_object('enrichment', $1::jsonb))
       where kind = 'column.add'`,
      [JSON.stringify(old)],
    )
  })
  expect(await dump(sheet)).toContain(TOKEN)
  const workspaces = new EachWorkspace(database, bench.services.get(AccountsRepository))
  await new SealHeaders(workspaces, database, bench.services.get(HeaderVault)).run()
  expect(await dump(sheet)).not.toContain(TOKEN)
  await bench.services.get(KeyRotation).rotate()
  bench.services.get(MasterKeys).dropOld()
  await run(sheet, [said])
  expect(sent.at(-1)!.authorization).toBe(`Bearer ${TOKEN}`)
})
