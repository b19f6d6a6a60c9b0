import { parseArgs } from 'node:util'
/*
 * Benchmark 5: a run whose cells need no work (questions without a model), from its start to its end through the API.
 * Each cell gets its state, its line of history and its place in the row, exactly once. Beside it: BullMQ on the same
 * PostgreSQL with one job and one effect row per cell, and PostgreSQL alone taking batches of 100.
 * usage: node --conditions=source bench/queue.bench.ts [--rows 10000] [--columns 10] [--peer-jobs 5000]
 */
import {
  addColumn,
  createWebset,
  getImport,
  getRun,
  loginWithLink,
  makeClient,
  startImport,
  startRun,
} from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'
import {
  createPostgresBackend,
  Queue,
  runMigrations,
  setDefaultBackendFactory,
  Worker,
  type ConnectionOptions,
} from 'bullmq'
import pg from 'pg'
import { Stack } from '../e2e/drills/stack.ts'
import { Truth } from '../e2e/drills/truth.ts'
import { until } from '../e2e/drills/until.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000' },
    columns: { type: 'string', default: '10' },
    'peer-jobs': { type: 'string', default: '5000' },
  },
})
const [rows, columns, peerJobs] = [Number(values.rows), Number(values.columns), Number(values['peer-jobs'])]
const stack = await Stack.open({ WORKER_CONCURRENCY: '4' })
const truth = new Truth(stack)
try {
  let token = ''
  const call = makeClient({
    baseUrl: stack.address,
    headers: (): Record<string, string> => (token ? { authorization: `Bearer ${token}` } : {}),
  })
  token = (await call(loginWithLink, { body: { token: stack.token } })).accessToken
  const { id } = await call(createWebset, { body: { name: 'Queue' } })
  const form = new FormData()
  form.set(
    'file',
    new Blob([`Business\n${Array.from({ length: rows }, (_, at) => `Company ${at}`).join('\n')}\n`]),
    'list.csv',
  )
  const started = await call(startImport, { params: { id }, form })
  if (!('id' in started)) throw new Error('The import answered with a preview.')
  await until('the import', async () => (await call(getImport, { params: { id: started.id } })).state === 'finished')
  for (let column = 1; column <= columns; column++)
    await call(addColumn, { params: { id }, body: { question: `Question ${column}?` } })
  const begun = performance.now()
  const run = await call(startRun, { params: { id }, body: { scope: { kind: 'all' }, budgetMicros: 0 } })
  const planned = performance.now() - begun
  await until('the end of the run', async () => isRunOver((await call(getRun, { params: { id: run.id } })).state), {
    everyMs: 50,
    withinMs: 600_000,
  })
  const seconds = (performance.now() - begun) / 1000
  const cells = rows * columns
  const effects = await truth.one<{ all: number; cells: number }>(
    'select count(*)::int as all, count(distinct (row_id, column_id))::int as cells from changes where run_id = $1',
    [run.id],
  )
  if (effects.all !== cells || effects.cells !== cells)
    throw new Error(`${effects.all} effects on ${effects.cells} of ${cells} cells`)
  const ours = cells / seconds

  const server = new pg.Client({ connectionString: stack.superuserUrl })
  await server.connect()
  await server.query('create database bullmq_peer')
  await server.end()
  const pool = new pg.Pool({
    connectionString: Object.assign(new URL(stack.superuserUrl), { pathname: '/bullmq_peer' }).href,
    options: '-c search_path=bullmq',
    max: 60,
  })
  pool.on('error', () => {})
  const client = await pool.connect()
  await runMigrations(client as never, 'bullmq').finally(() => client.release())
  await pool.query(
    `create schema peer; create table peer.effects (
       id text primary key, at timestamptz not null default now()
     ); create table peer.tasks (id bigint primary key)`,
  )
  setDefaultBackendFactory(createPostgresBackend)
  const connection = pool as unknown as ConnectionOptions
  const queue = new Queue('cells', { connection })
  await queue.addBulk(
    Array.from({ length: peerJobs }, (_, at) => ({
      name: 'cell',
      data: { cell: at },
      opts: { removeOnComplete: true },
    })),
  )
  const peerBegun = performance.now()
  let finished = 0
  const worker = new Worker(
    'cells',
    async (job) =>
      void (await pool.query('insert into peer.effects (id) values ($1) on conflict do nothing', [
        String((job.data as { cell: number }).cell),
      ])),
    { connection, concurrency: 32 },
  )
  worker.on('completed', () => finished++)
  worker.on('error', () => {})
  await until('the peer', () => finished >= peerJobs, { everyMs: 10, withinMs: 300_000 })
  const peer = peerJobs / ((performance.now() - peerBegun) / 1000)
  await worker.close()
  await queue.close()

  await pool.query('insert into peer.tasks select generate_series(1, 200000)')
  const floorBegun = performance.now()
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (;;) {
        const { rowCount } = await pool.query(
          `with next as materialized (select id from peer.tasks order by id limit 100 for update skip locked),
             gone as (delete from peer.tasks t using next n where t.id = n.id returning t.id)
           insert into peer.effects (id)
           select $1 || id
           from gone`,
          ['raw-'],
        )
        if (!rowCount) return
      }
    }),
  )
  const floor = 200_000 / ((performance.now() - floorBegun) / 1000)
  await pool.end()
  const number = (value: number): string => Math.round(value).toLocaleString('en')
  console.log(
    `Enrichify: ${number(cells)} cells in ${seconds.toFixed(1)} s = ${number(ours)} cells/s, each ` +
      `exactly once (start of the run answered after ${Math.round(planned)} ms)`,
  )
  console.log(
    `BullMQ on the same PostgreSQL, a job and an effect per cell, c=32: ${number(peer)} cells/s; ratio ` +
      `${(ours / peer).toFixed(1)}`,
  )
  console.log(
    `PostgreSQL alone, SKIP LOCKED by 100 with an effect each: ${number(floor)} cells/s; we are at ` +
      `${(ours / floor).toFixed(2)} of it`,
  )
} finally {
  await truth.close()
  await stack.remove()
}
