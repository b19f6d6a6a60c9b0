/*
 * A thousand jobs through one product, and what grows with them: database, Redis, processes, logs. In their middle the
 * master key is changed while they go on. Every secret is one that is looked for afterwards, wherever it might be.
 * usage: node --conditions=source e2e/drills/thousand-jobs.ts [--jobs 1000] [--redis]
 */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { addConnection, getRun, loginWithLink, makeClient, startRun } from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'
import { describeMachine } from '../../bench/machine.mjs'
import { CountingProvider, PRICE } from './counting-provider.ts'
import { Receiver, SECRET_HEADER } from './receiver.ts'
import { Redis } from './redis.ts'
import { makeRequestsSheet } from './requests-sheet.ts'
import { root, Stack } from './stack.ts'
import { Truth } from './truth.ts'
import { until } from './until.ts'

const { values } = parseArgs({
  options: { jobs: { type: 'string', default: '1000' }, redis: { type: 'boolean', default: false } },
})
/** A run of so many rows has as many batches, and each is a job. */
const BATCHES = 8
const runs = Math.ceil(Number(values.jobs) / BATCHES)
const CANARY = 'canary-7b1e94c2-never-in-the-open'

const execute = promisify(execFile)
const MB = 1024 ** 2
const mb = (bytes: number): string => `${(bytes / MB).toFixed(1)} MB`

console.log(await describeMachine())
const [provider, receiver] = await Promise.all([CountingProvider.open(), Receiver.open()])
const redis = values.redis ? await Redis.open() : null
const stack = await Stack.open({
  OFFLINE: 'false',
  ALLOWED_PRIVATE_HOSTS: `${provider.host},${receiver.host}`,
  LOG_LEVEL: 'info',
  REQUESTS_PER_PRINCIPAL: '0',
  REQUESTS_PER_ADDRESS: '0',
  WORK_PER_PRINCIPAL: '0',
  ...(redis && { REDIS_URL: redis.url }),
})
const truth = new Truth(stack)
let isHeld = true
const must = (holds: boolean, sentence: string): void => {
  isHeld &&= holds
  console.log(`  ${holds ? 'held  ' : 'BROKEN'} ${sentence}`)
}
try {
  const anyone = makeClient({ baseUrl: stack.address, headers: () => ({}) })
  const { accessToken } = await anyone(loginWithLink, { body: { token: stack.token } })
  const call = makeClient({ baseUrl: stack.address, headers: () => ({ authorization: `Bearer ${accessToken}` }) })
  await call(addConnection, {
    body: {
      providerId: 'openai-compatible',
      key: CANARY,
      settings: { baseUrl: `http://${provider.host}/v1` },
      defaultModel: PRICE.model,
      prices: [PRICE],
    },
  })
  const { websetId } = await makeRequestsSheet(call, {
    host: receiver.host,
    names: Array.from({ length: BATCHES }, (_, at) => `row-${at}`),
    verb: 'GET',
    folder: 'jobs',
    headers: { [SECRET_HEADER]: CANARY },
  })
  const failed: string[] = []
  const doRun = async (): Promise<void> => {
    const { id } = await call(startRun, { params: { id: websetId }, body: { again: true } })
    const over = await until('the end of a run', async () => {
      const run = await call(getRun, { params: { id } })
      return isRunOver(run.state) && run
    })
    if (over.state !== 'finished' || over.cellsDone !== BATCHES || over.counts.empty.provider_error) failed.push(id)
  }
  const measure = async (done: number): Promise<void> => {
    const { size } = await truth.one<{ size: string }>('select pg_database_size(current_database()) as size')
    const memory = ['api', 'worker'].map(async (name) => {
      const pid = await stack.pidOf(name as 'api' | 'worker')
      const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]
      return `${name} ${mb(Number(kilobytes) * 1024)}`
    })
    console.log(
      `  ${String(done * BATCHES).padStart(5)} jobs: database ${mb(Number(size))}, ` +
        `${(await Promise.all(memory)).join(', ')}, logs ${mb(Buffer.byteLength(stack.log))}` +
        (redis ? `, Redis ${mb(await redis.memory())}` : ''),
    )
  }
  for (let done = 0; done < runs; done++) {
    if (done % Math.ceil(runs / 5) === 0) await measure(done)
    // Jobs go on while the key is changed.
    if (done === Math.floor(runs / 2)) {
      const going = doRun()
      const { stdout } = await execute(process.execPath, [join(root, 'apps/cli/dist/main.js'), 'rotate-keys'], {
        env: stack.environment(),
      })
      console.log(`  ${stdout.trim()}`)
      await going
    } else await doRun()
  }
  await measure(runs)
  must(failed.length === 0, `${runs * BATCHES} jobs, ${failed.length} runs with a failure`)
  const wrong = receiver.receipts.filter(({ secret }) => secret !== CANARY).length
  must(wrong === 0, `${receiver.receipts.length} requests at the host, ${wrong} without the right secret`)
  const tables = await truth.ask<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name
     from pg_tables
     where schemaname in ('enrichify', 'bullmq')`,
  )
  const found: string[] = []
  for (const { name } of tables)
    if (await truth.count(`select count(*) from ${name} t where t::text like $1`, [`%${CANARY}%`])) found.push(name)
  if (stack.log.includes(CANARY)) found.push('the logs')
  if (redis?.files().some((file) => file.includes(CANARY))) found.push('Redis')
  const places = `${tables.length} tables, the logs${redis ? ', Redis' : ''}`
  must(found.length === 0, `looked for the secret in ${places}; in the open in ${found.join(', ') || 'none'}`)
} finally {
  await truth.close()
  await stack.remove()
  await Promise.all([provider.close(), receiver.close(), redis?.close()])
}
process.exitCode = isHeld ? 0 : 1
