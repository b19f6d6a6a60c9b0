import { Database, LedgerRepository, SpendingRepository } from '@enrichify/database'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Ledger } from '../providers/ledger.service.ts'
import { PAGES, useLadderBench, type Sheet } from '../testing/ladder-bench.ts'
import { CellsService } from '../websets/cells.service.ts'

const bench = useLadderBench()
const { createSheet, add, run, cell } = bench

let sent: { headers: Record<string, unknown>; path: string }[]
let replies: { status?: number; body: string; headers?: Record<string, string> }[]
beforeEach(() => {
  sent = []
  replies = []
  bench.model.other = (url, _body, headers) => {
    sent.push({ headers, path: url.pathname })
    return replies.shift() ?? { body: '{"size":42}' }
  }
})
afterEach(() => void vi.restoreAllMocks())

let asked = 0
async function asks(sheet: Sheet, verb: 'GET' | 'POST', more: { resend?: 'again'; url?: string } = {}) {
  const { url = `http://${bench.model.host}/size/{Company}`, ...rest } = more
  const request = { verb, url, headers: {}, body: '{"name":"{Company}"}', path: 'size', ...rest }
  return add(sheet, `Size ${++asked}`, { method: 'http', request, condition: null }, 'number')
}
/** As for a worker that dies once, after it sent and before it could write the answer down. */
const dieBeforeSettling = () =>
  vi.spyOn(Ledger.prototype, 'settle').mockRejectedValueOnce(new Error('The worker is gone.'))
const lines = (sheet: Sheet) =>
  bench.services
    .get(Database)
    .inScope(sheet.who, (tx) => bench.services.get(SpendingRepository).lines(tx, { limit: 10 }))

describe('a request that may have an effect', () => {
  it('is a line of the ledger before it is sent, costs nothing and has a key of its own', async () => {
    const sheet = await createSheet(PAGES, ['Alder', 'Birch'])
    const size = await asks(sheet, 'POST')
    expect(await run(sheet, [size])).toMatchObject({ state: 'finished', costMicros: 0 })
    const keys = sent.map(({ headers }) => headers['idempotency-key'])
    expect(new Set(keys).size).toBe(2)
    expect(keys.every((key) => typeof key === 'string' && key !== '')).toBe(true)
    expect(await lines(sheet)).toMatchObject([
      { state: 'settled', purpose: 'request', connectionLabel: 'Requests', model: bench.model.host, costMicros: 0 },
      { state: 'settled' },
    ])
  })

  it('is not sent again when its answer was lost; the cell and the ledger say so, and a person decides', async () => {
    const sheet = await createSheet(PAGES, ['Alder'])
    const size = await asks(sheet, 'POST')
    dieBeforeSettling()
    const done = await run(sheet, [size])
    expect(sent).toHaveLength(1)
    expect(done).toMatchObject({ state: 'finished', uncertainCalls: 1 })
    expect(await cell(sheet, 1, size)).toMatchObject({
      mark: { empty: 'provider_error' },
      trace: [{ note: expect.stringContaining('not sent again') as string }],
    })
    const [line] = await lines(sheet)
    expect(line).toMatchObject({ state: 'uncertain', reservedMicros: 0 })
    await bench.services
      .get(Database)
      .inScope(sheet.who, (tx) =>
        bench.services.get(LedgerRepository).decide(tx, [line!.id], 'not_charged', null, sheet.who.userId),
      )
    expect(await lines(sheet)).toMatchObject([{ state: 'released' }])
  })

  it('is sent again with the same key if its column says so', async () => {
    const sheet = await createSheet(PAGES, ['Alder'])
    const size = await asks(sheet, 'POST', { resend: 'again' })
    dieBeforeSettling()
    await run(sheet, [size])
    expect(sent).toHaveLength(2)
    expect(sent[0]!.headers['idempotency-key']).toBe(sent[1]!.headers['idempotency-key'])
    expect((await cell(sheet, 1, size)).value).toBe(42)
  })

  it('is answered from the ledger when the worker dies after its answer was written down', async () => {
    const sheet = await createSheet(PAGES, ['Alder'])
    const size = await asks(sheet, 'POST')
    vi.spyOn(Ledger.prototype, 'noteSuccess').mockRejectedValueOnce(new Error('The worker is gone.'))
    await run(sheet, [size])
    expect(sent).toHaveLength(1)
    expect((await cell(sheet, 1, size)).value).toBe(42)
  })
})

it('a GET may be repeated', async () => {
  const sheet = await createSheet(PAGES, ['Alder'])
  const size = await asks(sheet, 'GET')
  dieBeforeSettling()
  expect(await run(sheet, [size])).toMatchObject({ uncertainCalls: 0 })
  expect(sent).toHaveLength(2)
  expect((await cell(sheet, 1, size)).value).toBe(42)
})

it('row data does not choose the host, and a host that the row names does not prove the row', async () => {
  const sheet = await createSheet(PAGES, ['Alder'])
  for (const url of [
    'http:///{Website}/',
    'https:////{Website}/',
    'http://\t/{Website}/',
    'http://a.example{Website}/',
  ])
    await expect(asks(sheet, 'GET', { url })).rejects.toMatchObject({ code: 'bad_address' })
  const said = await asks(sheet, 'GET')
  replies = [{ body: '{"name":"Alder Works","size":7}' }]
  await run(sheet, [said])
  expect(await cell(sheet, 1, said)).toMatchObject({ value: 7, mark: { state: 'verified' } })
  await bench.services
    .get(CellsService)
    .edit(sheet.who, sheet.websetId, [{ rowId: 1, columnId: 'c2', text: `http://${bench.model.host}/` }])
  replies = [{ body: '{"name":"Alder Works","size":8}' }]
  await run(sheet, [said], { again: true })
  expect(await cell(sheet, 1, said)).toMatchObject({ value: 8, mark: { state: 'cited' } })
})

it('a host that asks to come later is asked later, as long as a row has patience', async () => {
  const sheet = await createSheet(PAGES, ['Alder'])
  const size = await asks(sheet, 'POST')
  replies = [{ status: 429, body: '', headers: { 'retry-after': '1' } }]
  const begun = Date.now()
  await run(sheet, [size])
  expect(Date.now() - begun).toBeGreaterThan(700)
  expect(sent).toHaveLength(2)
  expect((await cell(sheet, 1, size)).value).toBe(42)
  replies = [{ status: 503, body: '', headers: { 'retry-after': '3000' } }]
  await run(sheet, [size], { again: true })
  expect(sent).toHaveLength(3)
  expect(await cell(sheet, 1, size)).toMatchObject({ trace: [{ note: 'It answered 503.' }] })
})
