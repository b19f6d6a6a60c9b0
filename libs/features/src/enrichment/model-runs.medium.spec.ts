import { describe, expect, it } from 'vitest'
import { ConnectionsService } from '../providers/connections.service.ts'
import { PracticeService } from '../providers/practice.service.ts'
import { SpendingService } from '../providers/spending.service.ts'
import { claim } from '../testing/claim-model.ts'
import { CANARY, COST, PRICE, useModelBench } from '../testing/model-bench.ts'
import { RunReports } from './run-reports.ts'
import { RunsService } from './runs.service.ts'

const bench = useModelBench()
const { createSheet, run, cell } = bench

describe('a question put to a model', () => {
  it('is answered with a quote that we found ourselves, and the cell says what it cost', async () => {
    const sheet = await createSheet()
    bench.model.reply = (text) => {
      const words = /<excerpt page="(\d+)"[^>]*>\n\s*(\S+ \S+)/.exec(text)
      return claim(words?.[2] ?? '', words?.[2] ?? '', Number(words?.[1]))(text)
    }
    const done = await run(sheet)
    expect(done).toMatchObject({
      state: 'finished',
      rowsDone: 11,
      costMicros: 11 * COST,
      reservedMicros: 0,
      uncertainCalls: 0,
    })
    expect(done.counts.verified).toBe(11)
    expect(bench.model.asked).toHaveLength(11)
    expect(bench.model.asked[0]!.key).toBe(`Bearer ${CANARY}`)
    const found = await cell(sheet, 1)
    expect(found).toMatchObject({
      mark: { state: 'verified' },
      candidates: [{ state: 'verified', evidence: { rule: 'text:words' } }],
    })
    expect(found.history[0]).toMatchObject({ costMicros: COST, actor: { kind: 'run' } })
  })

  it('is asserted without its quote, cited if the quote does not prove the value, else empty', async () => {
    const sheet = await createSheet()
    bench.model.reply = claim('Rockets', 'We build rockets')
    expect((await run(sheet, { scope: { kind: 'rows', rowIds: [1] } })).counts).toMatchObject({ asserted: 1 })
    expect(await cell(sheet, 1)).toMatchObject({ value: 'Rockets', mark: { state: 'asserted' }, candidates: [] })
    bench.model.reply = (text) => claim('Rockets', /<excerpt[^>]*>\n\s*(\S+ \S+)/.exec(text)![1]!)(text)
    expect((await run(sheet, { scope: { kind: 'rows', rowIds: [2] } })).counts).toMatchObject({ cited: 1 })
    bench.model.reply = claim('', '')
    expect((await run(sheet, { scope: { kind: 'rows', rowIds: [3] } })).counts).toMatchObject({
      empty: { not_on_page: 1 },
    })
    bench.model.reply = {
      body: JSON.stringify({
        id: 'x',
        object: 'chat.completion',
        created: 0,
        model: 'm',
        choices: [{ index: 0, message: { role: 'assistant', content: 'I would rather chat.' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 1000, completion_tokens: 50, total_tokens: 1050 },
      }),
    }
    const useless = await run(sheet, { scope: { kind: 'rows', rowIds: [4] } })
    expect(useless).toMatchObject({ counts: { empty: { provider_error: 1 } }, costMicros: 1200 })
  })

  it('is shown passages only, behind a fence that a page cannot open, and no secret', async () => {
    const sheet = await createSheet()
    bench.model.reply = claim('', '')
    await run(sheet, { scope: { kind: 'rows', rowIds: [1] } })
    const { text } = bench.model.asked[0]!
    expect(text).toContain('q1: What do they offer?')
    expect(text.length).toBeLessThan(6500)
    expect(text).not.toContain(CANARY)
    expect(text.match(/<excerpt /g)!.length).toBe(text.match(/<\/excerpt>/g)!.length)
  })

  it('is not paid for twice: the ledger answers the same question over the same pages', async () => {
    const sheet = await createSheet()
    bench.model.reply = claim('', '')
    await run(sheet)
    // An unchanged cell is not asked at all. Asked on purpose, the ledger knows the answer.
    const unchanged = await run(sheet)
    expect(unchanged).toMatchObject({
      state: 'finished',
      costMicros: 0,
      savedMicros: 0,
      cellsDone: 11,
      counts: { unchanged: 11 },
    })
    const again = await run(sheet, { again: true })
    expect(bench.model.asked).toHaveLength(11)
    expect(again).toMatchObject({ state: 'finished', costMicros: 0, savedMicros: 11 * COST })
    expect((await bench.services.get(RunReports).report(sheet.who, again.id)).calls).toMatchObject({
      cached: 11,
      settled: 0,
    })
  })
})

describe('a service in trouble', () => {
  it('that refuses the key pauses the run, which continues once the key is replaced', async () => {
    const sheet = await createSheet()
    bench.model.reply = { status: 401, body: `{"error":{"message":"Incorrect API key provided: ${CANARY}"}}` }
    const stuck = await run(sheet)
    expect(stuck).toMatchObject({
      state: 'paused',
      message: expect.stringContaining('key') as string,
      costMicros: 0,
      reservedMicros: 0,
    })
    expect(JSON.stringify(await bench.services.get(ConnectionsService).list(sheet.who))).not.toContain(CANARY)
    expect((await bench.services.get(ConnectionsService).list(sheet.who))[0]!.health.state).toBe('blocked')
    bench.model.reply = claim('', '')
    await bench.services.get(ConnectionsService).update(sheet.who, sheet.connectionId, { key: `${CANARY}-new` })
    await bench.services.get(RunsService).resume(sheet.who, stuck.id)
    await bench.services.idle()
    expect(await bench.services.get(RunsService).get(sheet.who, stuck.id)).toMatchObject({
      state: 'finished',
      rowsDone: 11,
      message: null,
    })
  })

  it('that asks to slow down is waited for, and loses no cell', async () => {
    const sheet = await createSheet()
    let turn = 0
    bench.model.reply = { status: 429, headers: { 'retry-after-ms': '1' }, body: '{}' }
    const answer = claim('', '')
    const flaky = setInterval(
      () =>
        void (bench.model.reply =
          ++turn % 3 === 0 ? { status: 429, headers: { 'retry-after-ms': '1' }, body: '{}' } : answer),
      5,
    )
    const done = await run(sheet)
    clearInterval(flaky)
    expect(done).toMatchObject({ state: 'finished', rowsDone: 11, costMicros: 11 * COST, reservedMicros: 0 })
  })

  it('gives way to the next one in the order, which pays for the row once', async () => {
    const sheet = await createSheet()
    const { id } = await bench.services.get(ConnectionsService).add(sheet.who, {
      providerId: 'openai-compatible',
      owner: 'workspace',
      label: 'Without credit',
      settings: { baseUrl: `http://${bench.model.host}/v1` },
      defaultModel: 'broke-1',
      prices: [{ ...PRICE, model: 'broke-1' }],
    })
    await bench.services.get(ConnectionsService).order(sheet.who, [id, sheet.connectionId])
    bench.model.reply = claim('', '')
    const done = await run(sheet)
    expect(done).toMatchObject({ state: 'finished', rowsDone: 11, costMicros: 11 * COST, reservedMicros: 0 })
    expect((await bench.services.get(ConnectionsService).list(sheet.who))[0]).toMatchObject({
      label: 'Without credit',
      health: { state: 'blocked' },
    })
  })
})

it('practice mode says so where it has no saved answer', async () => {
  const other = await createSheet('What is their favourite colour?')
  await bench.services.get(PracticeService).set(other.who, other.websetId, true)
  expect((await run(other)).counts).toMatchObject({ empty: { no_saved_answer: 11 } })
  const { trace } = await cell(other, 1)
  expect(trace.at(-1)!.note).toContain('no saved answer')
})

it('practice mode answers from recordings at simulated prices and spends nothing', async () => {
  const sheet = await createSheet()
  await bench.services.get(PracticeService).set(sheet.who, sheet.websetId, true)
  const done = await run(sheet)
  expect(done).toMatchObject({ state: 'finished', practice: true })
  expect(done.counts.verified).toBeGreaterThan(7)
  expect(done.counts.asserted).toBe(1)
  expect(done.costMicros).toBeGreaterThan(0)
  expect(bench.model.asked).toHaveLength(0)
  expect(await bench.services.get(SpendingService).month(sheet.who, undefined)).toMatchObject({
    totalMicros: 0,
    calls: 0,
  })
  expect((await bench.services.get(ConnectionsService).list(sheet.who)).map(({ providerId }) => providerId)).toEqual([
    'openai-compatible',
  ])
})
