import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Database } from '@enrichify/database'
import type { Principal } from '@enrichify/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ConnectionsService } from '../providers/connections.service.ts'
import { PracticeService } from '../providers/practice.service.ts'
import { SpendingService } from '../providers/spending.service.ts'
import { SampleService } from '../sample/sample.service.ts'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { CellsService } from '../websets/cells.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { RunEstimates } from './run-estimates.ts'
import { RunReports } from './run-reports.ts'
import { RunsService } from './runs.service.ts'

const CANARY = 'sk-canary-7d1e55aa90bc4432'
const PRICE = {
  model: 'local-1',
  inputMicrosPerMillion: 1_000_000,
  cachedInputMicrosPerMillion: 500_000,
  outputMicrosPerMillion: 4_000_000,
}
/** 600 plain, 400 cached and 50 generated tokens at that price. */
const COST = 600 + 200 + 200

interface Asked {
  key: string
  text: string
}
type Reply = { status?: number; headers?: Record<string, string>; body?: string } | ((text: string) => object)

let model: Server
let services: TestServices
let asked: Asked[] = []
let reply: Reply

/** A model on loopback that answers every question with the same claim. */
const claim =
  (value: string, quote: string, page = 1) =>
  (text: string) =>
    Object.fromEntries(
      [...text.matchAll(/^(q\d+): /gm)].map(([, name]) => [name!, { found: value !== '', value, quote, page }]),
    )

beforeAll(async () => {
  model = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (request.method === 'GET') return response.end('{"data":[{"id":"local-1"}]}')
      const body = JSON.parse(Buffer.concat(parts).toString()) as { messages: { content: string }[] }
      const text = body.messages.at(-1)!.content
      if ((body as { model?: string }).model === 'broke-1') return response.writeHead(402).end('{}')
      asked.push({ key: String(request.headers.authorization), text })
      if (typeof reply !== 'function')
        return response
          .writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers })
          .end(reply.body ?? '{}')
      const content = JSON.stringify(reply(text))
      response.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          id: 'x',
          object: 'chat.completion',
          created: 0,
          model: 'local-1',
          choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
          usage: {
            prompt_tokens: 1000,
            completion_tokens: 50,
            total_tokens: 1050,
            prompt_tokens_details: { cached_tokens: 400 },
          },
        }),
      )
    })
  })
  await new Promise<void>((done) => model.listen(0, '127.0.0.1', done))
  services = await openTestServices({ OFFLINE: false, ALLOWED_PRIVATE_HOSTS: [hostOf()] })
})
afterAll(async () => {
  await services.close()
  model.closeAllConnections()
  model.close()
})
beforeEach(() => void (asked = []))

const hostOf = (): string => `127.0.0.1:${(model.address() as AddressInfo).port}`

async function sheet(question = 'What do they offer?') {
  const who = await services.createMember()
  const websetId = await services.get(SampleService).create(who)
  await services.idle()
  const { id: connectionId } = await services.get(ConnectionsService).add(who, {
    providerId: 'openai-compatible',
    owner: 'workspace',
    settings: { baseUrl: `http://${hostOf()}/v1` },
    key: CANARY,
    defaultModel: 'local-1',
    prices: [PRICE],
  })
  const { id: columnId } = await services.get(WebsetsService).addColumn(who, websetId, { question })
  return { who, websetId, connectionId, columnId }
}
type Sheet = Awaited<ReturnType<typeof sheet>>

async function run({ who, websetId, columnId }: Sheet, change: Partial<Parameters<RunsService['start']>[2]> = {}) {
  const { id } = await services.get(RunsService).start(who, websetId, {
    columnIds: [columnId],
    scope: { kind: 'all' },
    maxPages: 10,
    budgetMicros: 1_000_000,
    priority: 'normal',
    ...change,
  })
  await services.idle()
  return services.get(RunsService).get(who, id)
}
const cell = ({ who, websetId, columnId }: Sheet, rowId: number) =>
  services.get(CellsService).cell(who, websetId, rowId, columnId)
const dump = (who: Principal) =>
  services.get(Database).inScope(who, async (tx) => {
    const tables = await tx.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'enrichify' and table_name <> 'migrations'`,
    )
    const texts: string[] = []
    for (const { name } of tables) texts.push(JSON.stringify(await tx.query(`select t::text as line from ${name} t`)))
    const jobs = await tx.query('select payload::text from outbox')
    return texts.join('\n') + JSON.stringify(jobs)
  })

describe('a question put to a model', () => {
  it('is answered with a quote that we found ourselves, and the cell says what it cost', async () => {
    const given = await sheet()
    reply = (text) => {
      const words = /<excerpt page="(\d+)"[^>]*>\n\s*(\S+ \S+)/.exec(text)
      return claim(words?.[2] ?? '', words?.[2] ?? '', Number(words?.[1]))(text)
    }
    const done = await run(given)
    expect(done).toMatchObject({
      state: 'finished',
      rowsDone: 11,
      costMicros: 11 * COST,
      heldMicros: 0,
      uncertainCalls: 0,
    })
    expect(done.counts.verified).toBe(11)
    expect(asked).toHaveLength(11)
    expect(asked[0]!.key).toBe(`Bearer ${CANARY}`)
    const found = await cell(given, 1)
    expect(found).toMatchObject({
      mark: { state: 'verified' },
      candidates: [{ state: 'verified', evidence: { rule: 'text:words' } }],
    })
    expect(found.history[0]).toMatchObject({ costMicros: COST, actor: { kind: 'run' } })
  })

  it('is asserted where its quote stands nowhere, cited where the value does not follow from it, empty where it is not said', async () => {
    const given = await sheet()
    reply = claim('Rockets', 'We build rockets')
    expect((await run(given, { scope: { kind: 'rows', rowIds: [1] } })).counts).toMatchObject({ asserted: 1 })
    expect(await cell(given, 1)).toMatchObject({ value: 'Rockets', mark: { state: 'asserted' }, candidates: [] })
    reply = (text) => claim('Rockets', /<excerpt[^>]*>\n\s*(\S+ \S+)/.exec(text)![1]!)(text)
    expect((await run(given, { scope: { kind: 'rows', rowIds: [2] } })).counts).toMatchObject({ cited: 1 })
    reply = claim('', '')
    expect((await run(given, { scope: { kind: 'rows', rowIds: [3] } })).counts).toMatchObject({
      empty: { not_on_page: 1 },
    })
    reply = {
      body: JSON.stringify({
        id: 'x',
        object: 'chat.completion',
        created: 0,
        model: 'm',
        choices: [{ index: 0, message: { role: 'assistant', content: 'I would rather chat.' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 1000, completion_tokens: 50, total_tokens: 1050 },
      }),
    }
    const useless = await run(given, { scope: { kind: 'rows', rowIds: [4] } })
    expect(useless).toMatchObject({ counts: { empty: { provider_error: 1 } }, costMicros: 1200 })
  })

  it('is shown passages only, behind a fence that a page cannot open, and no secret', async () => {
    const given = await sheet()
    reply = claim('', '')
    await run(given, { scope: { kind: 'rows', rowIds: [1] } })
    const [{ text }] = asked as [Asked]
    expect(text).toContain('q1: What do they offer?')
    expect(text.length).toBeLessThan(6500)
    expect(text).not.toContain(CANARY)
    expect(text.match(/<excerpt /g)!.length).toBe(text.match(/<\/excerpt>/g)!.length)
  })

  it('is not paid for twice: the same question over the same pages is answered from the ledger', async () => {
    const given = await sheet()
    reply = claim('', '')
    await run(given)
    // What has not changed is not even asked for; asked for on purpose, it is known.
    const unchanged = await run(given)
    expect(unchanged).toMatchObject({
      state: 'finished',
      costMicros: 0,
      savedMicros: 0,
      cellsDone: 11,
      counts: { unchanged: 11 },
    })
    const again = await run(given, { again: true })
    expect(asked).toHaveLength(11)
    expect(again).toMatchObject({ state: 'finished', costMicros: 0, savedMicros: 11 * COST })
    expect((await services.get(RunReports).report(given.who, again.id)).calls).toMatchObject({ cached: 11, settled: 0 })
  })
})

describe('money', () => {
  it('is estimated before and walled in while it is spent; the cells that are left say why', async () => {
    const given = await sheet()
    reply = claim('', '')
    const plan = { columnIds: [given.columnId], scope: { kind: 'all' as const } }
    const before = await services.get(RunEstimates).estimate(given.who, given.websetId, plan)
    expect(before).toMatchObject({ rows: 11, paidCells: 11, calls: 11, price: { basis: 'list' }, problems: [] })
    expect(before.price.p10Micros).toBeLessThan(before.price.p90Micros)
    // A call is held at the most that it can cost, which must fit; what it did cost leaves room for more.
    const walled = await run(given, { budgetMicros: 14_000 })
    expect(walled.costMicros).toBeLessThanOrEqual(14_000)
    // Rows that waited for others to be settled were still bought, as long as there was room.
    expect(walled.costMicros).toBeGreaterThan(2 * COST)
    expect(walled.counts.empty.budget_reached).toBeGreaterThan(0)
    expect(walled).toMatchObject({
      state: 'finished',
      message: expect.stringContaining('budget') as string,
      heldMicros: 0,
    })
    expect(walled.costMicros).toBe(asked.length * COST)
    const rest = await run(given, { scope: { kind: 'only_failed' } })
    expect(rest).toMatchObject({ state: 'finished', message: null })
    const after = await services.get(RunEstimates).estimate(given.who, given.websetId, plan)
    expect(after).toMatchObject({ price: { basis: 'free', p90Micros: 0 }, freeCells: { cache: 0, unchanged: 11 } })
    const again = await services.get(RunEstimates).estimate(given.who, given.websetId, { ...plan, again: true })
    expect(again).toMatchObject({ price: { basis: 'free', p90Micros: 0 }, freeCells: { cache: 11, unchanged: 0 } })
    const month = await services.get(SpendingService).month(given.who, undefined)
    expect(month).toMatchObject({ totalMicros: asked.length * COST, reservedMicros: 0, uncertain: { calls: 0 } })
  })

  it('is not spent without any wall, nor at a price that nobody knows', async () => {
    const given = await sheet()
    await expect(run(given, { budgetMicros: null })).rejects.toMatchObject({ code: 'budget_required' })
    await services.get(SpendingService).setBudget(given.who, { kind: 'workspace_month', limitMicros: 5_000_000 })
    reply = claim('', '')
    await services.get(ConnectionsService).update(given.who, given.connectionId, { prices: [] })
    expect(
      await services
        .get(RunEstimates)
        .estimate(given.who, given.websetId, { columnIds: [given.columnId], scope: { kind: 'all' } }),
    ).toMatchObject({ problems: [{ code: 'price_unknown' }] })
    expect((await run(given, { budgetMicros: null })).counts.empty).toEqual({ provider_error: 11 })
    expect(asked).toHaveLength(0)
  })

  it('that may have been spent is shown as uncertain, and a person decides', async () => {
    const given = await sheet()
    reply = { status: 504, body: '' }
    const done = await run(given, { scope: { kind: 'rows', rowIds: [1] } })
    expect(done).toMatchObject({ uncertainCalls: 1, costMicros: 0, counts: { empty: { provider_error: 1 } } })
    expect(done.heldMicros).toBeGreaterThan(0)
    const { calls } = await services.get(SpendingService).calls(given.who, { state: 'uncertain', limit: 10 })
    const decided = await services.get(SpendingService).decide(given.who, calls[0]!.id, 'charged', 77)
    expect(decided).toMatchObject({ state: 'settled', costMicros: 77, decision: { outcome: 'charged' } })
    expect(await services.get(RunsService).get(given.who, done.id)).toMatchObject({
      costMicros: 77,
      heldMicros: 0,
      uncertainCalls: 0,
    })
    await expect(services.get(SpendingService).decide(given.who, calls[0]!.id, 'charged', 1)).rejects.toMatchObject({
      code: 'not_uncertain',
    })
  })
})

describe('a service in trouble', () => {
  it('that does not take the key pauses the run, which goes on once it is mended', async () => {
    const given = await sheet()
    reply = { status: 401, body: `{"error":{"message":"Incorrect API key provided: ${CANARY}"}}` }
    const stuck = await run(given)
    expect(stuck).toMatchObject({
      state: 'paused',
      message: expect.stringContaining('key') as string,
      costMicros: 0,
      heldMicros: 0,
    })
    expect(JSON.stringify(await services.get(ConnectionsService).list(given.who))).not.toContain(CANARY)
    expect((await services.get(ConnectionsService).list(given.who))[0]!.health.state).toBe('blocked')
    reply = claim('', '')
    await services.get(ConnectionsService).update(given.who, given.connectionId, { key: `${CANARY}-new` })
    await services.get(RunsService).resume(given.who, stuck.id)
    await services.idle()
    expect(await services.get(RunsService).get(given.who, stuck.id)).toMatchObject({
      state: 'finished',
      rowsDone: 11,
      message: null,
    })
  })

  it('that asks to slow down is waited for, and loses no cell', async () => {
    const given = await sheet()
    let turn = 0
    reply = { status: 429, headers: { 'retry-after-ms': '1' }, body: '{}' }
    const answer = claim('', '')
    const flaky = setInterval(
      () => void (reply = ++turn % 3 === 0 ? { status: 429, headers: { 'retry-after-ms': '1' }, body: '{}' } : answer),
      5,
    )
    const done = await run(given)
    clearInterval(flaky)
    expect(done).toMatchObject({ state: 'finished', rowsDone: 11, costMicros: 11 * COST, heldMicros: 0 })
  })

  it('gives way to the next one in the order, which pays for the row once', async () => {
    const given = await sheet()
    const { id } = await services.get(ConnectionsService).add(given.who, {
      providerId: 'openai-compatible',
      owner: 'workspace',
      label: 'Without credit',
      settings: { baseUrl: `http://${hostOf()}/v1` },
      defaultModel: 'broke-1',
      prices: [{ ...PRICE, model: 'broke-1' }],
    })
    await services.get(ConnectionsService).order(given.who, [id, given.connectionId])
    reply = claim('', '')
    const done = await run(given)
    expect(done).toMatchObject({ state: 'finished', rowsDone: 11, costMicros: 11 * COST, heldMicros: 0 })
    expect((await services.get(ConnectionsService).list(given.who))[0]).toMatchObject({
      label: 'Without credit',
      health: { state: 'blocked' },
    })
  })
})

describe('a key', () => {
  it('is nowhere to be read: not in the database, not in jobs, not in what the services answer', async () => {
    const given = await sheet()
    reply = { status: 400, body: `{"error":{"message":"${CANARY}"}}` }
    const done = await run(given)
    await services.get(ConnectionsService).test(given.who, given.connectionId)
    const shown = JSON.stringify([
      done,
      await services.get(ConnectionsService).list(given.who),
      await services.get(SpendingService).calls(given.who, { limit: 100 }),
      await services.get(RunReports).report(given.who, done.id),
      await cell(given, 1),
    ])
    const everything = (await dump(given.who)) + shown
    expect(everything).toContain(CANARY.slice(-4))
    expect(everything).not.toContain(CANARY)
    for (const encoding of ['base64', 'hex'] as const)
      expect(everything).not.toContain(Buffer.from(CANARY).toString(encoding))
  })

  it('of a person serves that person only, and does not travel to another address', async () => {
    const given = await sheet()
    await services.get(ConnectionsService).remove(given.who, given.connectionId)
    const other = await services.createMember('operator', given.who.workspaceId)
    await services.get(ConnectionsService).add(given.who, {
      providerId: 'openai-compatible',
      owner: 'me',
      settings: { baseUrl: `http://${hostOf()}/v1` },
      key: CANARY,
      defaultModel: 'local-1',
      prices: [PRICE],
    })
    expect(await services.get(ConnectionsService).list(other)).toEqual([])
    reply = claim('', '')
    const theirs = await run({ ...given, who: other })
    expect([theirs.counts.empty.needs_model, asked.length]).toEqual([11, 0])
    expect((await run(given)).costMicros).toBe(11 * COST)
    const [mine] = await services.get(ConnectionsService).list(given.who)
    await expect(services.get(ConnectionsService).update(other, mine!.id, { label: 'x' })).rejects.toMatchObject({
      code: 'connection_not_found',
    })
    await expect(
      services
        .get(ConnectionsService)
        .update(given.who, mine!.id, { settings: { baseUrl: 'https://evil.example/v1' } }),
    ).rejects.toMatchObject({ code: 'key_required' })
    await expect(
      services.get(ConnectionsService).add(other, { providerId: 'openai', owner: 'workspace', key: 'k' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is tested by a button, and an address that is not allowed is refused in words', async () => {
    const given = await sheet()
    expect((await services.get(ConnectionsService).test(given.who, given.connectionId)).test).toMatchObject({
      ok: true,
      message: expect.stringContaining('models') as string,
    })
    const { id } = await services
      .get(ConnectionsService)
      .add(given.who, { providerId: 'ollama', owner: 'workspace', settings: { baseUrl: 'http://169.254.169.254/v1' } })
    const { test } = await services.get(ConnectionsService).test(given.who, id)
    expect(test).toMatchObject({ ok: false, message: expect.stringContaining('ALLOWED_PRIVATE_HOSTS') as string })
    expect(test!.message).not.toContain('169.254')
    await expect(
      services.get(ConnectionsService).add(given.who, { providerId: randomUUID(), owner: 'workspace' }),
    ).rejects.toMatchObject({ code: 'provider_not_found' })
  })
})

it('practice mode answers from recordings at simulated prices and spends nothing', async () => {
  const given = await sheet()
  await services.get(PracticeService).set(given.who, given.websetId, true)
  const done = await run(given)
  expect(done).toMatchObject({ state: 'finished', practice: true })
  expect(done.counts.verified).toBeGreaterThan(7)
  expect(done.counts.asserted).toBe(1)
  expect(done.costMicros).toBeGreaterThan(0)
  expect(asked).toHaveLength(0)
  expect(await services.get(SpendingService).month(given.who, undefined)).toMatchObject({ totalMicros: 0, calls: 0 })
  expect((await services.get(ConnectionsService).list(given.who)).map(({ providerId }) => providerId)).toEqual([
    'openai-compatible',
  ])
})
