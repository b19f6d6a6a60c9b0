import { fork } from 'node:child_process'
import { join } from 'node:path'
import { createPostgresBackend, Queue, runMigrations, setDefaultBackendFactory, type ConnectionOptions } from 'bullmq'
import pg from 'pg'
import { killNow } from '../../e2e/drills/processes.ts'
import { until } from '../../e2e/drills/until.ts'

/**
 * Two workers with eight jobs in flight each; one is killed. Measures the seconds until the last of its jobs was
 * begun again, and how many jobs had more than one effect. `superuserUrl` names any database of a server on which
 * another may be made.
 */
export async function measureBullmq(
  superuserUrl: string,
): Promise<{ seconds: number; rerun: number; doubled: number }> {
  const server = new pg.Client({ connectionString: superuserUrl })
  await server.connect()
  await server.query('drop database if exists bullmq_peer with (force)')
  await server.query('create database bullmq_peer')
  await server.end()
  const url = Object.assign(new URL(superuserUrl), { pathname: '/bullmq_peer' }).href
  const pool = new pg.Pool({ connectionString: url, options: '-c search_path=bullmq' })
  pool.on('error', () => {})
  const client = await pool.connect()
  await runMigrations(client as never, 'bullmq').finally(() => client.release())
  await pool.query(
    `create table public.begun (
       job text, pid int, at timestamptz default clock_timestamp()
     ); create table public.effects (job text)`,
  )
  setDefaultBackendFactory(createPostgresBackend)
  const queue = new Queue('peer', { connection: pool as unknown as ConnectionOptions })
  const workers = [startWorker(url), startWorker(url)]
  try {
    const [victim] = await Promise.all(workers.map(({ ready }) => ready))
    await queue.addBulk(Array.from({ length: 16 }, () => ({ name: 'job', data: {} })))
    const count = async (sql: string, parameters: unknown[] = []): Promise<number> =>
      Number((await pool.query<{ count: string }>(sql, parameters)).rows[0]?.count)
    await until('eight jobs in each worker', async () => (await count('select count(*) from public.begun')) === 16)
    const { sent } = await killNow(victim!)
    const again = `select count(distinct b.job)
       from public.begun b
       join public.begun v
       using (job)
       where v.pid = $1 and b.pid <> $1`
    await until('the jobs of the dead worker begun again', async () => (await count(again, [victim])) === 8, {
      withinMs: 150_000,
    })
    const seconds = (performance.now() - sent) / 1000
    await until('every effect', async () => (await count('select count(distinct job) from public.effects')) === 16)
    return {
      seconds,
      rerun: 8,
      doubled: await count('select count(*) from (select from public.effects group by job having count(*) > 1) d'),
    }
  } finally {
    await Promise.all(workers.map(({ stop }) => stop()))
    await queue.close()
    await pool.end()
  }
}

function startWorker(url: string): { ready: Promise<number>; stop: () => Promise<void> } {
  const child = fork(join(import.meta.dirname, 'bullmq-worker.mjs'), [url])
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  return {
    ready: new Promise((done, fail) => {
      child.once('message', () => done(child.pid!))
      child.once('exit', (code) => fail(new Error(`BullMQ's worker ended with ${code}.`)))
    }),
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
