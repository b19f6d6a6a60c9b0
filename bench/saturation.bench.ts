import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
/*
 * Benchmark 13: a run against a model service that allows a number of requests and tokens a minute, thinks for a
 * lognormal time, refuses 5 % of the calls whatever the load, and lets 1 % hang. Utilisation is what it accepted as a
 * share of what it would have accepted. Through the public API, with the ledger on.
 * usage: node --conditions=source bench/saturation.bench.ts [--rows 2000] [--rpm 3000]
 */
import {
  addColumn,
  addConnection,
  createWebset,
  getArchive,
  getImport,
  getRun,
  loginWithLink,
  makeClient,
  startImport,
  startRun,
  uploadArchive,
} from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'
import { PRICE } from '../e2e/drills/counting-provider.ts'
import { root, Stack } from '../e2e/drills/stack.ts'
import { until } from '../e2e/drills/until.ts'

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '2000' }, rpm: { type: 'string', default: '3000' } },
})
const rows = Number(values.rows)
const perSecond = Number(values.rpm) / 60

/** Lets a number of requests pass per second, and at most a second’s worth at once. */
let tokens = perSecond
let filledAt = performance.now()
const seen = { accepted: 0, overLimit: 0, atRandom: 0, hung: 0, first: 0, last: 0 }
function isLetIn(): boolean {
  const now = performance.now()
  tokens = Math.min(perSecond, tokens + ((now - filledAt) / 1000) * perSecond)
  filledAt = now
  if (tokens < 1) return false
  tokens--
  return true
}
const lognormal = (): number =>
  800 * Math.exp(0.4 * Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random()))

const service = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    const json = { 'content-type': 'application/json' }
    if (!isLetIn()) return void (seen.overLimit++, response.writeHead(429, { ...json, 'retry-after': '1' }).end('{}'))
    seen.first ||= performance.now()
    seen.last = performance.now()
    seen.accepted++
    if (Math.random() < 0.05)
      return void (seen.atRandom++, response.writeHead(429, { ...json, 'retry-after': '1' }).end('{}'))
    if (Math.random() < 0.01) return void seen.hung++
    const body = JSON.stringify({
      id: 'x',
      object: 'chat.completion',
      created: 0,
      model: PRICE.model,
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: '{"q1":{"found":false,"value":"","quote":"","page":0}}' },
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 900, completion_tokens: 20, total_tokens: 920 },
    })
    setTimeout(() => response.writeHead(200, json).end(body), lognormal())
  })
})
await new Promise<void>((done) => service.listen(0, '127.0.0.1', done))
const host = `127.0.0.1:${(service.address() as AddressInfo).port}`

const stack = await Stack.open({
  OFFLINE: 'false',
  ALLOWED_PRIVATE_HOSTS: host,
  CALL_CACHE_DAYS: '0',
  PROVIDER_TIMEOUT_SECONDS: '5',
  WORKER_CONCURRENCY: '14',
  DATABASE_POOL: '32',
})
try {
  let token = ''
  const call = makeClient({
    baseUrl: stack.address,
    headers: (): Record<string, string> => (token ? { authorization: `Bearer ${token}` } : {}),
  })
  token = (await call(loginWithLink, { body: { token: stack.token } })).accessToken
  await call(addConnection, {
    body: {
      providerId: 'openai-compatible',
      settings: { baseUrl: `http://${host}/v1` },
      defaultModel: PRICE.model,
      prices: [PRICE],
      limits: { requestsPerMinute: Number(values.rpm), tokensPerMinute: 10_000_000, concurrency: 100 },
    },
  })
  const { id } = await call(createWebset, { body: { name: 'Saturation' } })
  const form = new FormData()
  form.set(
    'file',
    new Blob([
      `Business,Website\n` +
        `${Array.from({ length: rows }, (_, at) => `Company ${at},https://rye-and-river.example`).join('\n')}\n`,
    ]),
    'list.csv',
  )
  const started = await call(startImport, { params: { id }, form })
  if (!('id' in started)) throw new Error('The import answered with a preview.')
  await until('the import', async () => (await call(getImport, { params: { id: started.id } })).state === 'finished')
  await call(addColumn, { params: { id }, body: { question: 'Are they part of a group?' } })
  const archive = new FormData()
  archive.set(
    'file',
    new Blob([readFileSync(join(root, 'libs/features/assets/sample-web.warc.gz'))]),
    'sample-web.warc.gz',
  )
  await call(uploadArchive, { params: { id }, form: archive })
  await until('the archive', async () => (await call(getArchive, { params: { id } })).archive?.state === 'ready')

  const run = await call(startRun, {
    params: { id },
    body: { scope: { kind: 'all' }, maxPages: 1, budgetMicros: 1_000_000_000 },
  })
  const done = await until(
    'the end of the run',
    async () => {
      const now = await call(getRun, { params: { id: run.id } })
      return isRunOver(now.state) && now
    },
    { everyMs: 500, withinMs: 900_000 },
  )
  const seconds = (seen.last - seen.first) / 1000
  const utilisation = seen.accepted / (perSecond * seconds)
  console.log(
    `${rows} rows in ${seconds.toFixed(1)} s at ${values.rpm} requests a minute: utilisation ` +
      `${(utilisation * 100).toFixed(1)} %, ${seen.overLimit} calls over the limit ` +
      `(${((100 * seen.overLimit) / (seen.accepted + seen.overLimit)).toFixed(2)} %), ${seen.atRandom} ` +
      `refused at random, ${seen.hung} hung`,
  )
  console.log(
    `cells: ${done.cellsDone} of ${rows} (${done.state}), uncertain calls ${done.uncertainCalls}, ` +
      `spent ${done.costMicros} millionths, reserved ${done.reservedMicros}`,
  )
  process.exitCode = done.cellsDone === rows && done.uncertainCalls === seen.hung ? 0 : 1
} finally {
  await stack.remove()
  service.closeAllConnections()
  service.close()
}
