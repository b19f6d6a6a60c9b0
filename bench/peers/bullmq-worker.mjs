/*
 * BullMQ with its default lock and stalled settings: a worker on PostgreSQL. Each job leaves a row when it begins and
 * one when it ends. Says “ready” to its parent.
 * usage: node bench/peers/bullmq-worker.mjs <database url>
 */
import { createPostgresBackend, setDefaultBackendFactory, Worker } from 'bullmq'
import pg from 'pg'

const WORK_MS = 4000
setDefaultBackendFactory(createPostgresBackend)
const pool = new pg.Pool({ connectionString: process.argv[2], max: 20, options: '-c search_path=bullmq' })
pool.on('error', () => {})
const worker = new Worker(
  'peer',
  async (job) => {
    await pool.query('insert into public.begun (job, pid) values ($1, $2)', [job.id, process.pid])
    await new Promise((done) => setTimeout(done, WORK_MS))
    await pool.query('insert into public.effects (job) values ($1)', [job.id])
  },
  { connection: pool, concurrency: 8 },
)
worker.on('error', () => {})
await worker.waitUntilReady()
process.send?.('ready')
